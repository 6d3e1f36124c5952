import type { AccessToken } from '@azure/identity'
import { AuthenticationError } from '@azure/identity'
import { describe, expect, it } from 'vitest'

import { createBroker } from './broker.ts'
import { readSettings } from './settings.ts'

const secret = 'a-secret-of-the-test-with-44-characters-0001'
const vault = 'https://vault.azure.net/.default'
const graph = 'https://graph.microsoft.com/.default'
const settings = readSettings({ AZD_AUTH_SECRET: secret, ALLOWED_SCOPES: `${vault},${graph}`, TIMEOUT_SECONDS: '1' })

function setUp(getToken?: (scope: string) => Promise<AccessToken>) {
  const asked: string[] = []
  const lines: string[] = []
  const broker = createBroker(settings, {
    credential: () => ({
      getToken: async (scopes) => {
        const scope = String(scopes)
        asked.push(scope)
        return getToken?.(scope) ?? { token: `token for ${scope}`, expiresOnTimestamp: Date.now() + 3_600_500 }
      },
    }),
    log: (line) => lines.push(line),
  })
  const ask = async (
    path = `/token?scope=${vault}`,
    authorization: string | null = `Bearer ${secret}`,
    method = 'GET',
  ) => {
    const headers = authorization === null ? {} : { authorization }
    return broker.fetch(new Request(`http://127.0.0.1${path}`, { method, headers }))
  }
  const health = async () => (await ask('/health', null)).json()
  return { asked, lines, ask, health }
}

describe('a caller with the secret', () => {
  it('gets a token, its end and its scope; nobody keeps the answer', async () => {
    const { ask } = setUp()
    const response = await ask()
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      access_token: `token for ${vault}`,
      token_type: 'Bearer',
      expires_in: 3600,
      expires_on: expect.any(Number),
      scope: vault,
    })
  })

  it('may write the scheme in small letters', async () => {
    expect((await setUp().ask(undefined, `bearer ${secret}`)).status).toBe(200)
  })

  it('shares tokens with the others, of one scope each', async () => {
    const { ask, asked } = setUp()
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask()))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const other = await ask(`/token?scope=${graph}`)
    expect(await other.json()).toMatchObject({ access_token: `token for ${graph}` })
    expect(asked).toEqual([vault, graph])
  })
})

describe('refused before Azure is asked', () => {
  it.each([
    ['no secret', null],
    ['a wrong secret', 'Bearer another-secret'],
    ['the beginning of it', `Bearer ${secret.slice(0, -1)}`],
    ['more than it', `Bearer ${secret}0`],
    ['other letter case', `Bearer ${secret.toUpperCase()}`],
    ['another scheme', `Basic ${Buffer.from(`:${secret}`).toString('base64')}`],
    ['no scheme', secret],
    ['nothing after the scheme', 'Bearer '],
  ])('%s: 401 with a challenge', async (_, authorization) => {
    const { ask, asked, lines } = setUp()
    const response = await ask(undefined, authorization)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="token broker"')
    expect(asked).toEqual([])
    expect(lines).toHaveLength(1)
    expect((await response.text()) + lines.join()).not.toContain(secret.slice(0, 20))
  })

  it('the secret in the query is none, and is not logged', async () => {
    const { ask, lines } = setUp()
    for (const name of ['secret', 'access_token', 'token']) {
      expect((await ask(`/token?scope=${vault}&${name}=${secret}`, null)).status).toBe(401)
    }
    expect(lines.join()).not.toContain(secret)
  })

  it.each([
    ['/token', 400, 'scope_missing'],
    ['/token?scope=', 400, 'scope_missing'],
    ['/token?scope=vault', 400, 'scope_malformed'],
    [`/token?scope=${vault}%20${graph}`, 400, 'scope_malformed'],
    [`/token?scope=${vault}&scope=${graph}`, 400, 'scope_malformed'],
    ['/token?scope=https://management.azure.com/.default', 403, 'scope_not_allowed'],
    ['/tokens', 404, 'not_found'],
  ])('%s: %d %s', async (path, status, error) => {
    const { ask, asked } = setUp()
    const response = await ask(path)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ status, error })
    expect(asked).toEqual([])
  })

  it('other methods', async () => {
    const response = await setUp().ask(undefined, undefined, 'POST')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toContain('GET')
  })
})

describe('where no token comes', () => {
  it('Azure out of order is 503, and nobody asks again for five seconds', async () => {
    const { ask, asked, lines, health } = setUp(() => Promise.reject(new Error('identity endpoint\n500')))
    for (let n = 0; n < 5; n += 1) {
      const response = await ask()
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await response.json()).toMatchObject({ error: 'upstream_unavailable' })
    }
    expect(asked).toEqual([vault])
    expect(lines).toEqual([`no token for ${vault}: UpstreamFailure: no token came <- Error: identity endpoint 500`])
    expect(await health()).toEqual({ status: 'degraded' })
  })

  it('a refusal of Entra ID is 502', async () => {
    const refusal = new AuthenticationError(401, { error: 'invalid_client', error_description: 'AADSTS7000215' })
    const { ask } = setUp(() => Promise.reject(refusal))
    const response = await ask()
    expect(response.status).toBe(502)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.text()).not.toContain('AADSTS')
  })

  it('what takes too long is not waited for, and serves whoever comes later', async () => {
    const slow = Promise.withResolvers<AccessToken>()
    const { ask, asked, health } = setUp(() => slow.promise)
    expect((await ask()).status).toBe(503)
    slow.resolve({ token: 'late', expiresOnTimestamp: Date.now() + 3_600_000 })
    expect(await (await ask()).json()).toMatchObject({ access_token: 'late' })
    expect(asked).toEqual([vault])
    expect(await health()).toEqual({ status: 'healthy' })
  })
})
