import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'
import * as client from 'openid-client'
import { z } from 'zod'

import { createHeldClock, type HeldClock } from '../../held-clock.ts'
import type { MockAzure } from '../../mock-azure/contract.ts'
import { apiId, apiUri, ask, contosoId, daemonId, daemonSecret, login } from '../../mock-azure/testing/cloud.ts'
import {
  apiScope,
  authorizeUrl,
  getCode,
  nativeId,
  otherApiId,
  userCloud,
  webAppId,
  webAppSecret,
  webRedirect,
} from '../../mock-azure/testing/entra.ts'
import { startMsw } from '../../mounts/msw.ts'

/** What a client learned of a failure. */
export interface Seen {
  readonly by: 'msal-node' | 'openid-client' | 'browser'
  /** The OAuth error; a page has none. */
  readonly error?: string
  readonly code: number
  readonly suberror?: string
}

export interface World {
  readonly mock: MockAzure
  readonly clock: HeldClock
}

/** Provokes an error and tells what the client saw of it. */
export type Witness = () => Promise<Seen>

/** A cloud in this process, at the machine's time, for unmodified clients that know nothing of it. */
export async function inWorld(
  run: (world: World) => Promise<Seen>,
  options: Parameters<typeof userCloud>[0] = {},
): Promise<Seen> {
  const clock = createHeldClock(Date.now())
  const mock = userCloud({ ...options, clock })
  await using mount = startMsw(mock)
  return await mount.run(() => run({ mock, clock }))
}

const msalError = z.object({ errorCode: z.string(), errorNo: z.coerce.number(), subError: z.string().optional() })

/** The error of a call to msal-node. */
export async function seenByMsal(call: Promise<unknown>): Promise<Seen> {
  const { errorCode: error, errorNo: code, subError } = msalError.parse(await rejection(call))
  return { by: 'msal-node', error, code, ...(subError === undefined || subError === '' ? {} : { suberror: subError }) }
}

const bodyError = z.object({
  error: z.string(),
  cause: z.looseObject({ error_codes: z.tuple([z.number()]), suberror: z.string().optional() }),
})
const redirectError = z.object({ error: z.string(), error_description: z.string() })

/** The error of a call to openid-client, in an answer's body or in a redirect. */
export async function seenByOpenidClient(call: Promise<unknown>): Promise<Seen> {
  const failure = await rejection(call)
  if (failure instanceof client.AuthorizationResponseError) {
    const { error, error_description: description } = redirectError.parse(failure)
    return { by: 'openid-client', error, code: codeIn(description) }
  }
  const { error, cause } = bodyError.parse(failure)
  const { suberror } = cause
  return { by: 'openid-client', error, code: cause.error_codes[0], ...(suberror === undefined ? {} : { suberror }) }
}

/** The error on a page, which no client hears of. */
export async function seenOnPage({ mock }: Pick<World, 'mock'>, url: string, init?: RequestInit): Promise<Seen> {
  const answer = await ask(mock, url, init)
  if (answer.headers.has('location')) throw new Error('a redirect and no page')
  return { by: 'browser', code: codeIn(await answer.text()) }
}

async function rejection(call: Promise<unknown>): Promise<unknown> {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('no error')
}

function codeIn(text: string): number {
  return Number(/AADSTS(\d+)/.exec(text)?.[1])
}

const authorityOf = (tenant: string): string => `${login}/${tenant}`

interface Registered {
  readonly clientId: string
  readonly tenant?: string
  readonly clientSecret?: string
  readonly clientAssertion?: string
}

export function confidential(auth: Registered): ConfidentialClientApplication {
  const { tenant = contosoId, ...rest } = auth
  return new ConfidentialClientApplication({ auth: { authority: authorityOf(tenant), ...rest } })
}

export const webApp = (tenant = contosoId): ConfidentialClientApplication =>
  confidential({ clientId: webAppId, clientSecret: webAppSecret, tenant })

export function consoleApp(clientId = nativeId, tenant = contosoId): PublicClientApplication {
  return new PublicClientApplication({ auth: { clientId, authority: authorityOf(tenant) } })
}

/** A daemon that asks for a token of its own. */
export function askAlone(auth: Partial<Registered> = {}, scopes: string[] = [`${apiUri}/.default`]): Promise<unknown> {
  const credential = auth.clientAssertion === undefined ? { clientSecret: daemonSecret } : {}
  return confidential({ clientId: daemonId, ...credential, ...auth }).acquireTokenByClientCredential({ scopes })
}

/** A web app that redeems a code it got at its redirect URI. */
export async function redeemed(
  { mock }: World,
  change: { code?: string; scopes?: string[]; redirectUri?: string; codeVerifier?: string } = {},
  parameters: Record<string, string> = {},
): Promise<Seen> {
  const code = change.code ?? (await getCode(mock, parameters))
  const request = { scopes: [apiScope], redirectUri: webRedirect, ...change, code }
  return seenByMsal(webApp().acquireTokenByCode(request))
}

/** An API that calls on with the token it was called with. */
export function calledOn(oboAssertion: string): Promise<Seen> {
  const api = confidential({ clientId: apiId, clientSecret: daemonSecret })
  return seenByMsal(api.acquireTokenOnBehalfOf({ oboAssertion, scopes: [`api://${otherApiId}/Things.Read`] }))
}

export function discover(
  clientId = webAppId,
  auth: client.ClientAuth = client.ClientSecretPost(webAppSecret),
  origin?: string,
): Promise<client.Configuration> {
  const server = new URL(`${login}/${contosoId}/v2.0`)
  return client.discovery(
    server,
    clientId,
    undefined,
    auth,
    origin === undefined ? {} : { [client.customFetch]: from(origin) },
  )
}

/** A page's requests bear its origin; the browser adds that. */
function from(origin: string): client.CustomFetch {
  return (url, { method, headers, body }) => {
    const form = body instanceof URLSearchParams ? { body } : {}
    return fetch(url, { method, headers: { ...headers, origin }, ...form })
  }
}

/** A daemon that goes to the token endpoint of no tenant, where Microsoft's libraries refuse to go. */
export function askAloneAt(tenant: string): Promise<Seen> {
  const server = { issuer: `${login}/${tenant}`, token_endpoint: `${login}/${tenant}/oauth2/v2.0/token` }
  const config = new client.Configuration(server, daemonId, undefined, client.ClientSecretPost(daemonSecret))
  return seenByOpenidClient(client.clientCredentialsGrant(config, { scope: `${apiUri}/.default` }))
}

/** A relying party that reads what the browser brings back from /authorize. */
export async function broughtBack(
  { mock }: World,
  parameters: Record<string, string>,
  { tenant = contosoId, cookie = '' } = {},
): Promise<Seen> {
  const answer = await ask(mock, authorizeUrl(parameters, tenant), { headers: { cookie } })
  const back = new URL((answer.headers.get('location') ?? '').replace('#', '?'))
  const checks = { expectedState: 'some state' }
  return seenByOpenidClient(client.authorizationCodeGrant(await discover(), back, checks))
}

/** A client that knows a grant only by its name. */
export async function grant(
  type: string,
  parameters: Record<string, string>,
  config: Promise<client.Configuration> = discover(),
): Promise<Seen> {
  return seenByOpenidClient(client.genericGrantRequest(await config, type, parameters))
}
