import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'

import { expect, it, onTestFinished } from 'vitest'

import { claimsChallenge, createApiClient } from './api-client.ts'
import { readRetryAfter } from './entra/network.ts'

async function api(listener: RequestListener) {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/claims`
  const send = (timeoutMs = 10_000) =>
    createApiClient({ timeoutMs }).send({ method: 'GET', url }, 'the token', 'the id')
  return { seen, send }
}

it('sends the token in the header, and reads the answer', async () => {
  const { seen, send } = await api((_, response) => response.end('{"a":1}'))
  expect(await send()).toEqual({ status: 200, body: { a: 1 } })
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer the token', 'x-correlation-id': 'the id' })
  expect(seen[0]?.url).toBe('/api/claims')
})

it.each<[string, RequestListener, string, number]>([
  ['silence', () => undefined, 'no answer in time', 504],
  ['a slow body', (_, response) => void response.write('{'), 'no answer in time', 504],
  ['a cut connection', (request) => request.socket.destroy(), 'no connection, or it broke', 502],
  ['garbage', (_, response) => void response.end('<html>'), 'its answer is not JSON', 502],
  ['too much', (_, response) => void response.end(`"${'x'.repeat(1024 * 1024)}"`), 'its answer is too long', 502],
  ['an error', (_, response) => void response.writeHead(503).end(), 'status 503', 502],
  ['a pause', (_, response) => void response.writeHead(429, { 'retry-after': '7' }).end(), 'status 429', 502],
  ['a redirect', (_, response) => void response.writeHead(302, { location: '/x' }).end(), 'it redirects', 502],
])('%s is a problem with a page', async (_, listener, cause, status) => {
  const { seen, send } = await api(listener)
  const patience = status === 504 ? 200 : undefined
  await expect(send(patience)).rejects.toMatchObject({ name: 'Problem', message: `API: ${cause}`, status })
  expect(seen).toHaveLength(1)
})

const challenge = (error: string, claims: string) => `Bearer realm="", error="${error}", claims="${claims}"`

it('reads a claims challenge, and nothing else as one', () => {
  const encoded = Buffer.from('{"access_token":{}}').toString('base64')
  expect(claimsChallenge(challenge('insufficient_claims', encoded))).toBe('{"access_token":{}}')
  expect(claimsChallenge(challenge('invalid_token', encoded))).toBeUndefined()
  expect(claimsChallenge(challenge('insufficient_claims', 'bm8='))).toBeUndefined()
  expect(claimsChallenge(null)).toBeUndefined()
})

it('reads Retry-After in both forms, within reason', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  expect(readRetryAfter('7', now)).toBe(7)
  expect(readRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30)
  expect(readRetryAfter('99999', now)).toBe(600)
  expect([null, 'soon', '-5', 'Wed, 31 Dec 2025 00:00:00 GMT'].map((value) => readRetryAfter(value, now))).toEqual([
    0, 0, 0, 0,
  ])
})
