import { stripVTControlCharacters } from 'node:util'

import { describe, expect, it } from 'vitest'

import { type CaseResult, verdictNames } from '../verdict.ts'
import { renderConsole } from './console.ts'
import { errored, failed, sampleCase, sampleFinding, sampleProblem, sampleResults } from './sample-results.ts'

const look = { color: false, width: 80 }

const lines = (text: string): readonly string[] => text.trimEnd().split('\n')

const skipped = (reason: string): CaseResult => sampleCase({ verdict: 'not-applicable', reason })

describe('the console report', () => {
  it('says where the time went when it was long, the slowest ten first', () => {
    const cases = Array.from({ length: 12 }, (_, index) =>
      sampleCase({ id: `api.audience.case-${index}`, durationMs: index * 1000 }),
    )
    const results = sampleResults(cases)
    const text = renderConsole({ ...results, durationMs: 60_000 }, look)
    const shown = lines(text).flatMap((line) => /^\s+[\d.]+ s {2}(\S+)$/.exec(line)?.[1] ?? [])
    expect(shown).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((index) => `api.audience.case-${index}`))
    expect(renderConsole({ ...results, durationMs: 3000 }, look)).not.toContain('SLOWEST')
  })

  it('shows a finding whole', () => {
    expect(renderConsole(sampleResults([failed(), sampleCase()]), look)).toBe(`
CRITICAL 1 finding ─────────────────────────────────────────────────────────────

  ✗ api.audience.other-api
    A token for another API of the tenant, validly signed
    Requirement The API MUST reject a token whose audience is not itself. (RFC
                8725 §3.9)
                https://www.rfc-editor.org/rfc/rfc8725#section-3.9
    Expected    401 with WWW-Authenticate: Bearer error="invalid_token"
    Actual      200
    Token       claims.aud
                − "33333333-3333-4333-8333-333333333333"
                + "55555555-5555-4555-8555-555555555555"
    Made by     another client: Entra ID signs it, for somebody else
    If broken   Any client that may call another API of the tenant reads this
                one with the token it has.
    Likely fix  Microsoft.Identity.Web: set AzureAd:Audience to the client ID of
                this API
                jose: pass { audience } to jwtVerify
    Replay      curl -isS --http1.1 --path-as-is -H 'Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.bad' 'http://127.0.0.1:3000/api/claims'

────────────────────────────────────────────────────────────────────────────────
Not conformant  claims-api  2 cases in 2.8 s
1 fail · 1 pass
What a case sends and why: npx entra-conformance explain <id>
1 passed, 1 failed, 0 skipped
`)
  })

  it('orders findings by severity', () => {
    const report = renderConsole(
      sampleResults([
        failed({ id: 'api.a.low', severity: 'low' }),
        failed({ id: 'api.a.critical', severity: 'critical' }),
        failed({ id: 'api.a.medium', severity: 'medium' }),
      ]),
      look,
    )
    expect(report.match(/^[A-Z]+(?= 1 finding)/gm)).toEqual(['CRITICAL', 'MEDIUM', 'LOW'])
  })

  it('gives the same advice once', () => {
    const report = renderConsole(sampleResults([failed({ id: 'api.a.one' }), failed({ id: 'api.a.two' })]), look)
    expect(report.match(/jose: pass/g)).toHaveLength(1)
    expect(report).toContain('Likely fix  as for api.a.one')
  })

  it('stays short for a target that checks nothing, and still counts every case', () => {
    const groups = ['api.signature', 'api.time', 'api.audience', 'api.issuer']
    const cases = groups.flatMap((group) =>
      Array.from({ length: 50 }, (_, index) => failed({ id: `${group}.case-${index}`, group })),
    )
    const report = renderConsole(sampleResults(cases), look)
    expect(lines(report).length).toBeLessThan(110)
    for (const group of groups) expect(report).toMatch(new RegExp(`✗ ${group} +\\d+ × accepted: case-`))
    const inFull = report.match(/^ {4}Expected/gm)?.length ?? 0
    const inBrief = [...report.matchAll(/(\d+) × accepted/g)].reduce((sum, [, number]) => sum + Number(number), 0)
    expect(inFull + inBrief).toBe(200)
    expect(report).toContain('CRITICAL 200 findings')
  })

  it('lists warnings in short, and under --strict as findings', () => {
    const cases = [failed({ verdict: 'warn', level: 'SHOULD', finding: sampleFinding({ actual: '403' }) })]
    const report = renderConsole(sampleResults(cases), look)
    expect(report).toContain('  ! api.audience.other-api  403 · A token for another API')
    expect(report).not.toContain('CRITICAL')
    expect(lines(report).at(-1)).toBe('1 passed, 0 failed, 0 skipped')
    const strict = renderConsole(sampleResults(cases, { strict: true }), look)
    expect(strict).toContain('CRITICAL 1 finding')
    expect(strict).not.toContain('WARNINGS')
    expect(lines(strict).at(-1)).toBe('0 passed, 1 failed, 0 skipped')
  })

  it('gives what is not applicable by reason, the commonest first', () => {
    const report = renderConsole(sampleResults([skipped('One.'), skipped('Two.'), skipped('Two.')]), look)
    expect(report).toContain('NOT APPLICABLE 3')
    expect(report).toContain('     2  Two.\n     1  One.\n')
  })

  it('tells a problem once, with whose fault it is, the fix and the cases it touches', () => {
    const cases = ['a', 'b', 'c', 'd', 'e'].map((name) => errored({ id: `api.x.${name}` }))
    const report = renderConsole(sampleResults(cases), look)
    expect(report.match(/TARGET_ENDED/g)).toHaveLength(1)
    expect(report).toContain('Whose fault the target')
    expect(report).toContain('Fix         Read its last output below;')
    expect(report).toContain('Not judged  5 cases: api.x.a, api.x.b, api.x.c and 2 more')
    expect(report).toContain('    │ out of memory')
    expect(report).toContain('Could not be judged  claims-api')
  })

  it('names known failures and unexpected passes with their reasons', () => {
    const report = renderConsole(
      sampleResults([
        sampleCase({ id: 'api.a.known', verdict: 'known-fail', reason: 'Ticket 7', finding: sampleFinding() }),
        sampleCase({ id: 'api.a.passes', verdict: 'unexpected-pass', reason: 'Ticket 8' }),
      ]),
      look,
    )
    expect(report).toContain('  – api.a.known  Ticket 7')
    expect(report).toMatch(/UNEXPECTED PASS remove from knownFailing ─+\n {2}✗ api\.a\.passes {2}Ticket 8/)
    expect(lines(report).at(-1)).toBe('0 passed, 1 failed, 1 skipped')
  })

  it('ends with the plain line, alone and uncoloured', () => {
    const cases = verdictNames.map((verdict) => sampleCase({ verdict }))
    const report = renderConsole(sampleResults(cases, { problems: [sampleProblem] }), { color: true, width: 80 })
    expect(lines(report).at(-1)).toBe('2 passed, 3 failed, 2 skipped')
  })

  it('is the same text with and without colour', () => {
    const results = sampleResults([failed(), errored(), sampleCase({ verdict: 'not-applicable', reason: 'No.' })])
    const coloured = renderConsole(results, { ...look, color: true })
    expect(coloured).not.toBe(stripVTControlCharacters(coloured))
    expect(stripVTControlCharacters(coloured)).toBe(renderConsole(results, look))
  })

  it.each([80, 120])('breaks no line later than at %i columns, but for what is to be copied', (width) => {
    const results = sampleResults([
      failed(),
      failed({ verdict: 'warn', id: 'api.a.warned' }),
      errored({ id: 'api.a.error' }),
      sampleCase({ verdict: 'known-fail', reason: 'A reason that is rather long. '.repeat(5) }),
    ])
    const long = lines(renderConsole(results, { color: false, width })).filter((line) => line.length > width)
    expect(long.length).toBe(1)
    expect(long[0]).toContain('Replay      curl')
  })

  it('lets nothing act on the terminal', () => {
    const hostile = 'x\u001b]0;owned\u0007\u001b[2J\r\u202e\u0000'
    const finding = sampleFinding({
      actual: hostile,
      expected: hostile,
      gains: hostile,
      difference: [hostile, 'claims.x'],
      token: { claims: { x: hostile }, note: hostile },
      fix: [{ stack: hostile, hint: hostile }],
    })
    const report = renderConsole(
      sampleResults(
        [
          failed({ id: hostile, title: hostile, group: hostile, finding }),
          failed({ verdict: 'warn', id: hostile, title: hostile, finding }),
          sampleCase({ verdict: 'not-applicable', reason: hostile }),
          sampleCase({ verdict: 'known-fail', reason: hostile, id: hostile }),
        ],
        { problems: [{ code: hostile, fault: 'target', message: hostile, fix: hostile, details: hostile }] },
      ),
      look,
    )
    expect(report).not.toMatch(/(?!\n)\p{Cc}/u)
    expect(report).not.toContain('\u202e')
  })
})
