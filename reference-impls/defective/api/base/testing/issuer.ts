import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

type Claims = Record<string, unknown>

const tenantId = 'a1a1a1a1-0000-4000-8000-000000000001'
const clientId = 'c1c1c1c1-0000-4000-8000-000000000001'
const clients = ['c2c2c2c2-0000-4000-8000-000000000001', 'c3c3c3c3-0000-4000-8000-000000000001'] as const

/** The settings of an API of the issuer's tenant. */
export const environment = {
  TENANT_ID: tenantId,
  API_CLIENT_ID: clientId,
  ALLOWED_CLIENTS: clients.join(','),
  ALLOWED_ORIGINS: 'https://app.example',
}

const times = (): Claims => {
  const now = Math.floor(Date.now() / 1000)
  return { iat: now - 300, nbf: now - 300, exp: now + 3600 }
}

const issuer = `https://login.microsoftonline.com/${tenantId}/v2.0`
const common = { aud: clientId, iss: issuer, tid: tenantId, ver: '2.0' }

/** The claims of the first user's token. */
export const userClaims = (): Claims => ({
  ...common,
  ...times(),
  azp: clients[0],
  azpacr: '1',
  oid: 'b1b1b1b1-0000-4000-8000-000000000001',
  sub: 'pairwise-subject',
  name: 'First User',
  scp: 'access_as_user',
  roles: ['Reader'],
})

/** The claims of a service's own token. */
export const appClaims = (): Claims => ({
  ...common,
  ...times(),
  azp: clients[1],
  azpacr: '1',
  oid: 'b3b3b3b3-0000-4000-8000-000000000001',
  sub: 'b3b3b3b3-0000-4000-8000-000000000001',
  roles: ['Claims.Read.All'],
})

/** One tenant's key set on an intercepted `fetch`, and tokens signed with its key. */
export interface TestIssuer extends Disposable {
  /** Requests for the key set so far. */
  readonly fetches: () => number
  /** The key set cannot be had until the outage is disposed. */
  readonly goDown: () => Disposable
  readonly sign: (claims: Claims, kid?: string) => Promise<string>
}

export async function startTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'first', use: 'sig' }
  let fetches = 0
  let down = false
  const keys = http.get(`https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`, () => {
    fetches += 1
    return down ? HttpResponse.error() : HttpResponse.json({ keys: [jwk] })
  })
  const server = setupServer(keys)
  server.listen()
  return {
    fetches: () => fetches,
    goDown: () => {
      down = true
      return {
        [Symbol.dispose]: () => {
          down = false
        },
      }
    },
    sign: (claims, kid = 'first') =>
      new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
        .sign(privateKey),
    [Symbol.dispose]: () => server.close(),
  }
}
