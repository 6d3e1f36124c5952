import { describe, expect, it } from 'vitest'

import { toJUnit } from './junit.ts'
import { errored, failed, sampleCase, sampleFinding, sampleProblem, sampleResults } from './sample-results.ts'

/** The text of an element's attribute or content, entities undone: enough for documents this folder writes. */
function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}

/** XML 1.0's own list of characters. */
const onlyXmlCharacters = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u

describe('JUnit', () => {
  it('has a suite for each group with its own counts, and the totals at the root', () => {
    const xml = toJUnit(
      sampleResults([
        failed(),
        sampleCase({ id: 'api.audience.missing' }),
        errored({ id: 'api.time.expired', group: 'api/time' }),
        sampleCase({ id: 'api.time.skew', group: 'api/time', verdict: 'not-applicable', reason: 'No such route.' }),
      ]),
    )
    expect(xml).toContain(
      '<testsuites name="entra-conformance: claims-api" tests="4" failures="1" errors="1" skipped="1" time="2.840" timestamp="2030-01-01T00:00:00.000Z">',
    )
    expect(xml).toContain('<testsuite name="api/audience" tests="2" failures="1" errors="0" skipped="0" time="0.008"')
    expect(xml).toContain('<testsuite name="api/time" tests="2" failures="0" errors="1" skipped="1" time="0.008"')
    expect(xml).toContain('<testcase classname="api.audience" name="api.audience.missing" time="0.004">')
  })

  it('tells a finding whole: requirement, expected, actual and the line that replays the attack', () => {
    const xml = unescape(toJUnit(sampleResults([failed()])))
    expect(xml).toContain(
      '<failure message="expected 401 with WWW-Authenticate: Bearer error="invalid_token", got 200" type="accepted">',
    )
    expect(xml).toContain(
      'Requirement: The API MUST reject a token whose audience is not itself. (RFC 8725 §3.9, https://',
    )
    expect(xml).toContain('\nExpected: 401 with')
    expect(xml).toContain('\nActual: 200\n')
    expect(xml).toMatch(/Replay: curl .*e30\.bad'/)
    expect(xml).toContain('<property name="severity" value="critical"/>')
  })

  it('skips what does not apply or is known to fail, and says why', () => {
    const xml = toJUnit(
      sampleResults([
        sampleCase({ verdict: 'not-applicable', reason: 'The API has no role.' }),
        sampleCase({ verdict: 'known-fail', reason: 'Ticket 7', finding: sampleFinding() }),
      ]),
    )
    expect(xml).toContain('<skipped message="not-applicable: The API has no role."/>')
    expect(xml).toContain('<skipped message="known-fail: Ticket 7"/>')
    expect(xml).not.toContain('<failure')
  })

  it('fails an unexpected pass, and a warning only under --strict', () => {
    const warned = failed({ verdict: 'warn' })
    expect(toJUnit(sampleResults([sampleCase({ verdict: 'unexpected-pass' })]))).toContain('type="unexpected-pass"')
    expect(toJUnit(sampleResults([warned]))).not.toContain('<failure')
    expect(toJUnit(sampleResults([warned]))).toContain('<system-out>warning\nRequirement: ')
    expect(toJUnit(sampleResults([warned], { strict: true }))).toContain('<failure')
  })

  it('shows a problem of a run without a case as an error of its own', () => {
    const xml = toJUnit(sampleResults([], { problems: [sampleProblem] }))
    expect(xml).toContain('<testsuite name="entra-conformance/run" tests="1" failures="0" errors="1"')
    expect(xml).toContain('<error message="The target ended with exit code 3." type="TARGET_ENDED (target)">')
  })

  it('does not tell a problem twice that a case carries already', () => {
    const xml = toJUnit(sampleResults([errored()]))
    expect(xml.match(/<error /g)).toHaveLength(1)
  })

  it('stays well-formed whatever a token or an answer holds', () => {
    const hostile = 'a\u0000b\u001b[31m]]> <!-- & " \' \ud800 \uffff \u202e \r\n é 😀'
    const xml = toJUnit(
      sampleResults([
        failed({
          id: hostile,
          title: hostile,
          finding: sampleFinding({ actual: hostile, expected: hostile, gains: hostile }),
        }),
        sampleCase({ verdict: 'not-applicable', reason: hostile, group: hostile, tags: [hostile] }),
      ]),
    )
    expect(xml).toMatch(onlyXmlCharacters)
    expect(unescape(xml)).toContain('a\\u0000b\\u001b[31m]]> <!-- & " \' \\ud800 \\uffff \\u202e')
    expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/)
    expect(xml.replaceAll(/<\/?[\w?-]+(?: [\w-]+="[^"<>]*")*\s*[/?]?>/g, '')).not.toMatch(/[<>]/)
  })
})
