import { Status } from 'allure-js-commons'
import { MessageHolderTestRuntime } from 'allure-js-commons/sdk/runtime'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { CaseResult } from '../verdict.ts'
import { annotateAllure, toAllureResults } from './allure.ts'
import { errored, failed, sampleCase, sampleFinding, sampleResults } from './sample-results.ts'

/** The members of Allure's result file that these tests look at. */
const resultSchema = z.object({
  name: z.string(),
  status: z.enum(Status),
  statusDetails: z.object({ message: z.string().optional() }),
  labels: z.array(z.object({ name: z.string(), value: z.string() })),
  links: z.array(z.object({ url: z.string(), name: z.string(), type: z.string() })),
  historyId: z.string(),
  descriptionHtml: z.string(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), source: z.string() })),
  start: z.number(),
  stop: z.number(),
})

type Read = z.infer<typeof resultSchema>

function read(files: ReadonlyMap<string, string>): readonly Read[] {
  return [...files].flatMap(([name, text]) =>
    name.endsWith('-result.json') ? [resultSchema.parse(JSON.parse(text))] : [],
  )
}

function only(result: CaseResult): Read {
  const [one] = read(toAllureResults(sampleResults([result])))
  if (one === undefined) throw new Error('there is no result')
  return one
}

const labels = (result: Read, name: string): readonly string[] =>
  result.labels.flatMap((label) => (label.name === name ? [label.value] : []))

describe('Allure results', () => {
  it.each<[CaseResult, Status, string | undefined]>([
    [sampleCase(), Status.PASSED, undefined],
    [failed(), Status.FAILED, 'expected 401 with WWW-Authenticate: Bearer error="invalid_token", got 200'],
    [
      failed({ verdict: 'warn' }),
      Status.PASSED,
      'expected 401 with WWW-Authenticate: Bearer error="invalid_token", got 200',
    ],
    [sampleCase({ verdict: 'not-applicable', reason: 'No role.' }), Status.SKIPPED, 'not-applicable: No role.'],
    [sampleCase({ verdict: 'known-fail', reason: 'Ticket 7' }), Status.SKIPPED, 'known-fail: Ticket 7'],
    [
      sampleCase({ verdict: 'unexpected-pass', reason: 'Ticket 7' }),
      Status.FAILED,
      'passed, though it is known to fail (Ticket 7): remove it from knownFailing',
    ],
    [errored(), Status.BROKEN, 'TARGET_ENDED: The target ended with exit code 3.'],
  ])('stand as the verdict says: $verdict', (result, status, message) => {
    expect(only(result)).toMatchObject({ status, statusDetails: message === undefined ? {} : { message } })
  })

  it('hang in a tree of suite, group and case, with severity, tags and the requirement', () => {
    const result = only(failed({ group: 'api.token-kind', verdict: 'warn', level: 'SHOULD', tags: ['contract'] }))
    expect(labels(result, 'epic')).toEqual(['API'])
    expect(labels(result, 'feature')).toEqual(['Token kind'])
    expect(labels(result, 'story')).toEqual(['A token for another API of the tenant, validly signed'])
    expect(labels(result, 'severity')).toEqual(['blocker'])
    expect(labels(result, 'tag')).toEqual(['SHOULD', 'another-client', 'warn', 'contract'])
    expect(result.links).toEqual([
      { url: 'https://www.rfc-editor.org/rfc/rfc8725#section-3.9', name: 'RFC 8725 §3.9', type: 'requirement' },
    ])
  })

  it('carry the exchanges, the lines that replay them and the tokens, each in a file', () => {
    const files = toAllureResults(sampleResults([failed()]))
    const [result] = read(files)
    const attached = (result?.attachments ?? []).map(({ name, source }) => [name, files.get(source)] as const)
    expect(attached.map(([name]) => name)).toEqual(['control', 'attack', 'replay with curl', 'tokens, decoded'])
    const [control, attack, curl, tokens] = attached.map(([, text]) => text ?? '')
    expect(control).toContain('e30.good')
    expect(JSON.parse(attack ?? '')).toMatchObject({
      schemaVersion: 1,
      request: { method: 'GET', url: 'http://127.0.0.1:3000/api/claims' },
      response: { status: 200, body: { value: '{"sub":"reader"}', contentType: 'application/json', size: 16 } },
    })
    expect(curl).toContain('# attack\ncurl ')
    expect(JSON.parse(tokens ?? '')).toMatchObject({
      valid: { claims: { ver: '2.0' } },
      sent: { claims: { ver: '2.0' } },
    })
    expect(result?.descriptionHtml).toContain('<b>claims.aud</b>')
  })

  it('cut what nobody would read', () => {
    const [exchange] = sampleFinding().exchanges
    if (exchange?.answer.kind !== 'response') throw new Error('the sample has no answer')
    const answer = { ...exchange.answer, body: 'x'.repeat(1_000_000) }
    const files = toAllureResults(
      sampleResults([failed({ finding: sampleFinding({ exchanges: [{ ...exchange, answer }] }) })]),
    )
    const sizes = [...files.values()].map((text) => text.length)
    expect(Math.max(...sizes)).toBeLessThan(20_000)
  })

  it('keep their history over runs, whatever their verdict', () => {
    expect(only(failed()).historyId).toBe(only(sampleCase()).historyId)
    expect(only(failed({ id: 'api.a.other' })).historyId).not.toBe(only(failed()).historyId)
  })

  it('say what the run was', () => {
    expect(toAllureResults(sampleResults([])).get('environment.properties')).toContain('target = claims-api\n')
  })
})

describe('annotating a running test', () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'allureTestRuntime')
  })

  it('tells the Allure runtime what the results would say', async () => {
    const runtime = new MessageHolderTestRuntime()
    Reflect.set(globalThis, 'allureTestRuntime', () => runtime)
    await annotateAllure(failed())
    const told = JSON.stringify(runtime.messages())
    for (const text of ['API', 'Audience', 'blocker', 'RFC 8725 §3.9', 'claims.aud', 'replay with curl']) {
      expect(told).toContain(text)
    }
  })

  it('is silent where there is none', async () => {
    await expect(annotateAllure(failed())).resolves.toBeUndefined()
  })
})
