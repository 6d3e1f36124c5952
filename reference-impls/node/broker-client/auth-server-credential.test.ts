import { ChainedTokenCredential } from '@azure/identity'
import { describe, expect, it } from 'vitest'

import { AuthServerCredential, AuthServerError } from './auth-server-credential.ts'

const scope = 'https://vault.azure.net/.default'
const secret = 'a-secret-of-the-test'
type Answer = () => Response | Promise<Response>

function setUp(answer: Answer = () => Response.json({ access_token: 'a token', expires_in: 3600 })) {
  let now = 1_800_000_000_000
  const asked: { url: string; authorization: string | null }[] = []
  const credential = new AuthServerCredential({
    serverUrl: 'http://broker.example:8080/',
    secret,
    now: () => now,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      asked.push({ url: request.url, authorization: request.headers.get('authorization') })
      return answer()
    },
  })
  return { credential, asked, pass: (ms: number) => (now += ms) }
}

describe('AuthServerCredential', () => {
  it('asks the broker with the secret in a header, and counts the end from now', async () => {
    const { credential, asked } = setUp()
    expect(await credential.getToken([scope])).toEqual({
      token: 'a token',
      expiresOnTimestamp: 1_800_003_600_000,
      tokenType: 'Bearer',
    })
    const url = 'http://broker.example:8080/token?scope=https%3A%2F%2Fvault.azure.net%2F.default'
    expect(asked).toEqual([{ url, authorization: `Bearer ${secret}` }])
  })

  it('keeps the token, shares it among callers at the same time, and renews it early', async () => {
    const { credential, asked, pass } = setUp()
    await Promise.all(Array.from({ length: 50 }, () => credential.getToken(scope)))
    pass(3_299_999)
    await credential.getToken(scope)
    expect(asked).toHaveLength(1)
    pass(1)
    await credential.getToken(scope)
    expect(asked).toHaveLength(2)
  })

  it('renews half-way where the broker says so', async () => {
    const body = { access_token: 'a token', expires_in: 86_400, refresh_in: 43_200 }
    const { credential, asked, pass } = setUp(() => Response.json(body))
    await credential.getToken(scope)
    pass(43_200_000)
    await credential.getToken(scope)
    expect(asked).toHaveLength(2)
  })

  it('serves the last good token while the broker is away', async () => {
    let up = true
    const { credential, pass } = setUp(() => {
      if (!up) throw new TypeError('fetch failed')
      return Response.json({ access_token: 'a token', expires_in: 3600 })
    })
    await credential.getToken(scope)
    up = false
    pass(3_599_000)
    expect(await credential.getToken(scope)).toMatchObject({ token: 'a token' })
    pass(1000)
    await expect(credential.getToken(scope)).rejects.toMatchObject({ kind: 'unreachable' })
  })

  it.each<[string, Answer, string, string]>([
    ['nobody there', () => Promise.reject(new TypeError('fetch failed')), 'unreachable', 'does not answer'],
    ['401', () => new Response('', { status: 401 }), 'secret-refused', 'does not accept the shared secret'],
    ['403', () => new Response('', { status: 403 }), 'scope-refused', scope],
    ['503', () => new Response('', { status: 503 }), 'no-token', '503'],
    ['a redirect', () => new Response('', { status: 302 }), 'bad-answer', 'with 302'],
    ['garbage', () => new Response('<html>'), 'bad-answer', 'without a token'],
    ['no expiry', () => Response.json({ access_token: 'a token' }), 'bad-answer', 'without a token'],
  ])('%s is a clear error', async (_, answer, kind, text) => {
    const error: unknown = await setUp(answer)
      .credential.getToken(scope)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AuthServerError)
    expect(error).toMatchObject({ kind, message: expect.stringContaining(text) })
    expect(String(error)).not.toContain(secret)
  })

  it.each([
    ['in seconds', '30'],
    ['by a date', new Date(1_800_000_030_000).toUTCString()],
  ])('waits as long as the broker says %s before it asks again', async (_, retryAfter) => {
    const headers = { 'retry-after': retryAfter }
    const { credential, asked, pass } = setUp(() => new Response('', { status: 503, headers }))
    const attempt = () => credential.getToken(scope).catch((error: unknown) => error)
    expect(await attempt()).toMatchObject({ kind: 'no-token', retryAfterSeconds: 30 })
    pass(29_999)
    await attempt()
    expect(asked).toHaveLength(1)
    pass(1)
    await attempt()
    expect(asked).toHaveLength(2)
  })

  it('refuses what a broker cannot give', async () => {
    const { credential, asked } = setUp()
    await expect(credential.getToken([scope, scope])).rejects.toMatchObject({ kind: 'unsupported' })
    await expect(credential.getToken(scope, { claims: '{}' })).rejects.toMatchObject({ kind: 'unsupported' })
    expect(asked).toEqual([])
  })

  it('one caller may give up without taking the token from the others', async () => {
    const slow = Promise.withResolvers<Response>()
    const { credential } = setUp(() => slow.promise)
    const abort = new AbortController()
    const first = credential.getToken(scope, { abortSignal: abort.signal })
    const second = credential.getToken(scope)
    abort.abort()
    await expect(first).rejects.toThrow('aborted')
    slow.resolve(Response.json({ access_token: 'a token', expires_in: 3600 }))
    expect(await second).toMatchObject({ token: 'a token' })
  })

  it('ends a chain: no other credential takes its place', async () => {
    const { credential } = setUp(() => Promise.reject(new TypeError('fetch failed')))
    let fallback = 0
    const other = { getToken: () => Promise.resolve(((fallback += 1), null)) }
    await expect(new ChainedTokenCredential(credential, other).getToken(scope)).rejects.toBeInstanceOf(AuthServerError)
    expect(fallback).toBe(0)
  })
})
