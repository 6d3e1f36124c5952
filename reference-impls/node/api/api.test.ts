import { beforeAll, describe, expect, it } from 'vitest'

import * as issuer from './test/issuer.ts'
import type { TestKey } from './test/issuer.ts'

const { delegated, sign, startApi } = issuer

let key: TestKey

beforeAll(async () => {
  key = await issuer.newKey('first-key')
})

function start(settings: Readonly<Record<string, string>> = {}) {
  const api = startApi(settings)
  api.keys.serve(issuer.v2Keys(), [key])
  return api
}

describe('answers', () => {
  it('needs no token for health, and does not look at one', async () => {
    using api = start()
    expect((await api.send('/health')).status).toBe(200)
    expect((await api.send('/health', { token: 'garbage' })).status).toBe(200)
    expect(api.keys.requests).toEqual([])
  })

  it.each([
    ['no token', {}, 401, 'Bearer'],
    ['another scheme', { authorization: 'Basic YTpi' }, 401, 'Bearer'],
    ['an unreadable header', { authorization: 'Bearer' }, 400, 'Bearer error="invalid_request"'],
    ['an invalid token', { authorization: 'Bearer x.y.z' }, 401, 'Bearer error="invalid_token"'],
  ])('challenges %s', async (_, headers, status, challenge) => {
    using api = start()
    const response = await api.send('/api/claims', { headers })
    expect(response.status).toBe(status)
    expect(response.headers.get('www-authenticate')).toBe(challenge)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toMatch(new RegExp(`^{"type":"about:blank","title":"[\\w ]+","status":${status}}$`))
  })

  it('says 404 and 405 in the same way', async () => {
    using api = start()
    const token = await sign(delegated, key)
    expect((await api.send('/nowhere')).status).toBe(404)
    expect((await api.send('/v1/nowhere', { token })).status).toBe(404)
    const wrongMethod = await api.send('/api/claims', { method: 'DELETE', token })
    expect(wrongMethod.status).toBe(405)
    expect(wrongMethod.headers.get('allow')).toBe('GET, HEAD')
    expect(await wrongMethod.json()).toMatchObject({ status: 405 })
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('gives %s without a token nothing', async (method) => {
    using api = start()
    expect((await api.send('/api/claims', { method })).status).toBe(401)
  })

  it('says 503 while there are no keys, and recovers', async () => {
    using api = startApi()
    const token = await sign(delegated, key)
    const refused = await api.send('/api/claims', { token })
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('5')
    api.keys.serve(issuer.v2Keys(), [key])
    expect((await api.send('/api/claims', { token })).status).toBe(200)
  })

  it('hides what went wrong inside', async () => {
    const api = start()
    const token = await sign(delegated, key)
    api[Symbol.dispose]() // the database is closed under it
    const response = await api.send('/v1/posts', { token })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 })
    expect(api.log.at(-1)).toMatch(/^failed: /)
  })
})

const preflight = (origin: string) => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
})

describe('cross-origin calls', () => {
  const origins = { ALLOWED_ORIGINS: 'https://app.example', CORS_CREDENTIALS: 'true' }

  it('allows a configured origin', async () => {
    using api = start(origins)
    const response = await api.send('/api/claims', preflight('https://app.example'))
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
    expect(response.headers.get('access-control-allow-headers')).toContain('Authorization')
    expect(response.headers.get('vary')).toContain('Origin')
  })

  it.each(['https://evil.example', 'https://app.example.evil.example', 'null'])(
    'gives %s no permission',
    async (origin) => {
      using api = start(origins)
      for (const init of [preflight(origin), { headers: { origin } }]) {
        const response = await api.send('/api/claims', init)
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
        expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      }
    },
  )

  it('gives no permission at all unless it is configured', async () => {
    using api = start()
    const response = await api.send('/health', { headers: { origin: 'https://app.example' } })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})
