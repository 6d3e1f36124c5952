import { expect, test, vi } from 'vitest'

import { ConnectionReset } from './contract.ts'
import { faultedAnswer } from './faulted-answer.ts'

const genuine = async (): Promise<Response> => Response.json({ keys: [1, 2], issuer: 'genuine' }, { status: 201 })
const text = '{"keys":[1,2],"issuer":"genuine"}'

test('status: the given status, headers and body', async () => {
  const headers = { 'retry-after': '3' }
  const answer = await faultedAnswer({ do: 'status', status: 503, headers, body: 'busy' }, genuine)
  expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([503, '3', 'busy'])
  expect((await faultedAnswer({ do: 'status', status: 204, body: 'none' }, genuine)).status).toBe(204)
})

test('latency: the genuine answer, late only by the caller', async () => {
  expect(await (await faultedAnswer({ do: 'latency', ms: 5 }, genuine)).text()).toBe(text)
})

test('truncate: the genuine headers, the length of the whole, a part of the body', async () => {
  const answer = await faultedAnswer({ do: 'truncate', afterBytes: 10 }, genuine)
  expect(answer.status).toBe(201)
  expect(answer.headers.get('content-type')).toContain('json')
  expect(answer.headers.get('content-length')).toBe(String(text.length))
  expect(await answer.text()).toBe(text.slice(0, 10))
})

test('html and empty: 200 with what is no JSON', async () => {
  const html = await faultedAnswer({ do: 'html' }, genuine)
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(await html.text()).toContain('<html>')
  const empty = await faultedAnswer({ do: 'empty' }, genuine)
  expect([empty.status, await empty.text()]).toEqual([200, ''])
})

test('reset: no answer', async () => {
  await expect(faultedAnswer({ do: 'reset' }, genuine)).rejects.toThrow(ConnectionReset)
})

test('huge: still the genuine document, of exactly that many bytes', async () => {
  const answer = await faultedAnswer({ do: 'huge', bytes: 100_000 }, genuine)
  const body = await answer.text()
  expect(body).toHaveLength(100_000)
  expect(JSON.parse(body)).toMatchObject({ keys: [1, 2], issuer: 'genuine' })
})

test('redirect: 302 there', async () => {
  const answer = await faultedAnswer({ do: 'redirect', to: 'https://canary.attacker.example/keys' }, genuine)
  expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://canary.attacker.example/keys'])
})

test('json: another document; patch-json: the genuine one with members replaced, its status kept', async () => {
  const json = await faultedAnswer({ do: 'json', value: { keys: [] } }, genuine)
  expect([json.status, await json.json()]).toEqual([200, { keys: [] }])
  const patched = await faultedAnswer({ do: 'patch-json', value: { keys: [], extra: true } }, genuine)
  expect([patched.status, await patched.json()]).toEqual([201, { keys: [], issuer: 'genuine', extra: true }])
})

test('an answer that is replaced whole is never made: nothing is redeemed or issued behind it', async () => {
  const never = vi.fn<typeof genuine>(genuine)
  for (const action of [
    { do: 'status', status: 500 },
    { do: 'html' },
    { do: 'empty' },
    { do: 'redirect', to: 'https://x.example' },
    { do: 'json', value: {} },
  ] as const) {
    await faultedAnswer(action, never)
  }
  expect(never).not.toHaveBeenCalled()
})
