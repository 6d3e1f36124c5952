import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { CryptoKey } from 'jose'

import { createApi } from '../api.ts'
import type { Api } from '../api.ts'
import { readConfig } from '../config.ts'

export const tenantId = '11111111-1111-4111-8111-111111111111'
export const otherTenantId = '22222222-2222-4222-8222-222222222222'
export const clientId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
export const callerId = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'
export const userId = 'cccccccc-cccc-4ccc-8ccc-cccccccccccc'
export const secondUserId = 'dddddddd-dddd-4ddd-8ddd-dddddddddddd'

export const v2Keys = (tenant = tenantId) => `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`
export const v1Keys = (tenant = tenantId) => `https://login.microsoftonline.com/${tenant}/discovery/keys`

export interface TestKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  /** As Entra publishes it. */
  readonly jwk: Readonly<Record<string, string>>
}

/** @param issuer the key's `issuer` member; undefined leaves it out. */
export async function newKey(kid: string, issuer?: string): Promise<TestKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const { kty = '', n = '', e = '' } = await exportJWK(publicKey)
  return { kid, privateKey, jwk: { kty, n, e, use: 'sig', kid, ...(issuer === undefined ? {} : { issuer }) } }
}

export type Claims = Readonly<Record<string, unknown>>

/** The time every test starts at, in milliseconds. */
export const startTime = Date.UTC(2030, 0, 1)
const now = startTime / 1000

const times = { iat: now - 300, nbf: now - 300, exp: now + 3600 }

/** A user's v2 token for the API. */
export const delegated: Claims = {
  ...times,
  iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
  aud: clientId,
  tid: tenantId,
  oid: userId,
  sub: 'pairwise-subject-of-the-first-user',
  name: 'First User',
  azp: callerId,
  azpacr: '1',
  scp: 'access_as_user',
  ver: '2.0',
}

/** A service's own v2 token for the API. */
export const appOnly: Claims = {
  ...times,
  iss: delegated['iss'],
  aud: clientId,
  tid: tenantId,
  oid: callerId,
  sub: callerId,
  azp: callerId,
  azpacr: '1',
  roles: ['Claims.Read.All', 'Tasks.Read.All'],
  ver: '2.0',
}

/** A user's v1 token for the API. */
export const delegatedV1: Claims = {
  ...times,
  iss: `https://sts.windows.net/${tenantId}/`,
  aud: `api://${clientId}`,
  tid: tenantId,
  oid: userId,
  sub: 'pairwise-subject-of-the-first-user',
  appid: callerId,
  appidacr: '1',
  scp: 'access_as_user',
  ver: '1.0',
}

/** Signs claims; a member that is `undefined` is left out. */
export function sign(claims: Claims, key: TestKey, header: Claims = {}): Promise<string> {
  return new SignJWT(withoutUndefined(claims))
    .setProtectedHeader({ alg: 'RS256', ...withoutUndefined({ typ: 'JWT', kid: key.kid, ...header }) })
    .sign(key.privateKey)
}

function withoutUndefined(object: Claims): Claims {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

/** Key sets by address, and what was asked of them. */
export interface KeyServer {
  readonly fetch: typeof fetch
  readonly requests: string[]
  /** Answers from now on; keys become a key set. */
  serve(url: string, answer: readonly TestKey[] | (() => Response | Promise<Response>)): void
}

export function keyServer(): KeyServer {
  const answers = new Map<string, () => Response | Promise<Response>>()
  const requests: string[] = []
  return {
    requests,
    serve(url, answer) {
      answers.set(url, typeof answer === 'function' ? answer : () => keySetResponse(answer))
    },
    fetch: async (input) => {
      const url = input instanceof Request ? input.url : String(input)
      requests.push(url)
      return (await answers.get(url)?.()) ?? new Response('no such host', { status: 502 })
    },
  }
}

const keySetResponse = (keys: readonly TestKey[]) => Response.json({ keys: keys.map(({ jwk }) => jwk) })

export interface TestApi extends Disposable {
  readonly keys: KeyServer
  readonly log: readonly string[]
  /** Moves the API's clock. */
  advance(seconds: number): void
  /** Sends a request; with `token` it carries it as a bearer token. */
  send(path: string, init?: RequestInit & { readonly token?: string; readonly json?: unknown }): Promise<Response>
}

/** The API in this process with a key server of its own. */
export function startApi(environment: Readonly<Record<string, string>> = {}): TestApi {
  const keys = keyServer()
  const log: string[] = []
  let clock = startTime
  const settings = { AZURE_TENANT_ID: tenantId, AZURE_API_CLIENT_ID: clientId, ...environment }
  const api: Api = createApi(readConfig(settings), {
    fetch: keys.fetch,
    now: () => clock,
    log: (message) => log.push(message),
  })
  return {
    keys,
    log,
    advance(seconds) {
      clock += seconds * 1000
    },
    async send(path, { token, json, ...init } = {}) {
      const headers = new Headers(init.headers)
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
      if (json !== undefined) headers.set('content-type', 'application/json')
      const body = json === undefined ? {} : { body: JSON.stringify(json) }
      return api.fetch(new Request(`http://api.example${path}`, { ...init, ...body, headers }))
    },
    [Symbol.dispose]: () => api.close(),
  }
}
