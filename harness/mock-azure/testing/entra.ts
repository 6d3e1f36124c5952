import { createHash } from 'node:crypto'

import { decodeJwt } from 'jose'
import { z } from 'zod'

import type { AppSeed, MockAzure, UserSeed } from '../contract.ts'
import type { Consent, GroupSeed, GuestSeed } from '../entra/contract.ts'
import {
  apiUri,
  apps,
  ask,
  contosoId,
  daemonId,
  daemonSecret,
  fabrikamId,
  form,
  login,
  testCloud,
  v1ApiId,
} from './cloud.ts'

export const webAppId = 'c4c4c4c4-0000-4000-8000-000000000004'
export const webAppSecret = 'secret-of-the-web-app'
export const webRedirect = 'https://app.example/signed-in'
export const spaId = 'c5c5c5c5-0000-4000-8000-000000000005'
export const spaRedirect = 'https://spa.example/'
export const nativeId = 'c6c6c6c6-0000-4000-8000-000000000006'
export const nativeRedirect = 'http://localhost/signed-in'
export const multiTenantId = 'c7c7c7c7-0000-4000-8000-000000000007'
export const otherApiId = 'c8c8c8c8-0000-4000-8000-000000000008'
export const graphId = '00000003-0000-0000-c000-000000000000'

const user = (n: string, tenantId: string, name: string, more: Partial<UserSeed> = {}): UserSeed => ({
  objectId: `b${n}b${n}b${n}b${n}-0000-4000-8000-00000000000${n}`,
  tenantId,
  userName: name,
  givenName: 'First',
  familyName: 'User',
  ...more,
})
export const firstUser = user('1', contosoId, 'first.user@contoso.example', {
  password: 'correct horse',
  email: 'first@contoso.example',
})
export const secondUser = user('2', contosoId, 'second.user@contoso.example', { givenName: 'Second' })
export const visitor = user('3', fabrikamId, 'visitor@fabrikam.example', { givenName: 'Guest' })
export const stranger = user('4', fabrikamId, 'stranger@fabrikam.example', { password: 'stranger' })
export const visit: GuestSeed = {
  userId: visitor.objectId,
  tenantId: contosoId,
  objectId: 'b5b5b5b5-0000-4000-8000-000000000005',
}

const userApps: readonly AppSeed[] = [
  {
    clientId: webAppId,
    tenantId: contosoId,
    displayName: 'Web app',
    secrets: [webAppSecret],
    redirectUris: { web: [webRedirect] },
    implicitGrant: { idToken: true },
    logoutUrl: 'https://app.example/front-channel-logout',
  },
  { clientId: spaId, tenantId: contosoId, displayName: 'Page', redirectUris: { spa: [spaRedirect] } },
  {
    clientId: nativeId,
    tenantId: contosoId,
    displayName: 'Console',
    redirectUris: { publicClient: [nativeRedirect] },
    allowPublicClientFlows: true,
  },
  {
    clientId: multiTenantId,
    tenantId: contosoId,
    displayName: 'Everybody’s app',
    signInAudience: 'AzureADMultipleOrgs',
    secrets: [webAppSecret],
    redirectUris: { web: [webRedirect] },
  },
  {
    clientId: otherApiId,
    tenantId: contosoId,
    displayName: 'Other API',
    identifierUris: [`api://${otherApiId}`],
    requestedAccessTokenVersion: 2,
    scopes: ['Things.Read', { value: 'Things.Delete', adminOnly: true }],
  },
]

/** The API of the other tests with what users need of it, and a secret to call on with. */
const userApis: readonly AppSeed[] = apps.map((app) => {
  if (app.clientId === daemonId) return app
  const more = { scopes: ['access_as_user', 'Tasks.Write'], appRoles: ['Reader', 'Writer'], secrets: [daemonSecret] }
  return { ...app, ...more }
})

const clients = [webAppId, spaId, nativeId]
const consents: readonly Consent[] = clients.flatMap((clientId) => [
  { tenantId: contosoId, clientId, resource: apiUri, scopes: ['access_as_user'] },
  { tenantId: contosoId, clientId, resource: v1ApiId, scopes: ['access_as_user'] },
])

export interface UserCloudOptions {
  readonly apps?: readonly AppSeed[]
  readonly groups?: readonly GroupSeed[]
  readonly changes?: Readonly<Record<string, Partial<AppSeed>>>
}

/** A cloud with people, clients and consents; the first user signs in automatically and accepts what is asked. */
export function userCloud(options: Partial<Parameters<typeof testCloud>[0]> & UserCloudOptions = {}) {
  const { changes = {}, ...rest } = options
  const all = [...userApis, ...userApps].map((app) => ({ ...app, ...changes[app.clientId] }))
  return testCloud({
    users: [firstUser, secondUser, visitor, stranger],
    guests: [visit],
    consents,
    signIn: { mode: 'automatic', user: firstUser.userName, consent: 'accept' },
    ...rest,
    apps: [...all, ...(options.apps ?? [])],
  })
}

export const apiScope = `${apiUri}/access_as_user`
export const userScope = `openid profile offline_access ${apiScope}`

export function authorizeUrl(
  parameters: Record<string, string>,
  tenant = contosoId,
  path = 'oauth2/v2.0/authorize',
): string {
  const all = {
    client_id: webAppId,
    redirect_uri: webRedirect,
    response_type: 'code',
    scope: userScope,
    state: 'some state',
    ...parameters,
  }
  const given = Object.entries(all).filter(([, value]) => value !== '')
  return `${login}/${tenant}/${path}?${new URLSearchParams(given).toString()}`
}

/** What came back to the redirect URI, by query or fragment. */
export function returned(answer: Response): { readonly to: string; readonly values: Record<string, string> } {
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`no redirect but ${answer.status}`)
  const url = new URL(location)
  const text = url.hash === '' ? url.search : url.hash.slice(1)
  return { to: url.origin + url.pathname, values: Object.fromEntries(new URLSearchParams(text)) }
}

/** The values of a form that posts itself. */
export function formValues(page: string): Record<string, string> {
  const fields = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}

/** Signs in at /authorize and gives the code. */
export async function getCode(
  mock: MockAzure,
  parameters: Record<string, string> = {},
  tenant = contosoId,
): Promise<string> {
  const { values } = returned(await ask(mock, authorizeUrl(parameters, tenant)))
  const { code } = values
  if (code === undefined) throw new Error(JSON.stringify(values))
  return code
}

export async function askToken(
  mock: MockAzure,
  parameters: Record<string, string>,
  { tenant = contosoId, headers = {}, path = 'oauth2/v2.0/token' }: TokenRequestOptions = {},
): Promise<TokenAnswer> {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''))
  const answer = await ask(mock, `${login}/${tenant}/${path}`, form(given, headers))
  return { status: answer.status, ...tokenAnswer.parse(await answer.json()) }
}

interface TokenRequestOptions {
  readonly tenant?: string
  readonly headers?: Record<string, string>
  readonly path?: string
}

const tokenAnswer = z.looseObject({
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
})
type TokenAnswer = z.infer<typeof tokenAnswer> & { readonly status: number }

/** Redeems a code as the web app does. */
export function redeem(
  mock: MockAzure,
  code: string,
  parameters: Record<string, string> = {},
  options: TokenRequestOptions = {},
): Promise<TokenAnswer> {
  const all = {
    grant_type: 'authorization_code',
    client_id: webAppId,
    client_secret: webAppSecret,
    redirect_uri: webRedirect,
    code,
    ...parameters,
  }
  return askToken(mock, all, options)
}

/** The tokens of the first user, or of whom `parameters` name. */
export async function signInTokens(
  mock: MockAzure,
  parameters: Record<string, string> = {},
): Promise<Required<Tokens>> {
  const { scope } = parameters
  const answer = await redeem(mock, await getCode(mock, parameters), scope === undefined ? {} : { scope })
  const { access_token: accessToken, refresh_token: refreshToken = '', id_token: idToken = '' } = answer
  if (accessToken === undefined) throw new Error(JSON.stringify(answer))
  return { accessToken, refreshToken, idToken }
}

interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly idToken: string
}

export function claimsOf(token: string | undefined): Record<string, unknown> {
  return { ...decodeJwt(token ?? '') }
}

export const verifier = 'a-code-verifier-that-is-long-enough-to-be-one-1234567890'
export const challenge = {
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}
export const fromPage = { headers: { origin: 'https://spa.example' } }
