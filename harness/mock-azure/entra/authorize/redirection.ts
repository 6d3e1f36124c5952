import type { AppSeed, RedirectUris } from '../app-contract.ts'
import type { Authority } from '../authority.ts'
import { EntraFailure, unknownTenant } from '../errors.ts'
import type { EntraRequest } from '../request.ts'
import type { Parameters } from '../token/parameters.ts'

/** Where the browser goes with the answer, success or not. */
export interface Redirection {
  readonly authority: Authority
  readonly client: AppSeed
  readonly redirectUri: string
  readonly platform: keyof RedirectUris
}

/**
 * The client and its redirect URI. Until both are known good an error is shown to the user and never redirected
 * (RFC 6749 §4.1.2.1).
 * @throws {EntraFailure}
 */
export function readRedirection(request: EntraRequest, parameters: Parameters): Redirection {
  const { authority, segment } = request
  if (authority === undefined) throw unknownTenant(segment)
  const client = findAuthorizeClient(request, authority, parameters.require('client_id'))
  return { authority, client, ...findRedirectUri(client, parameters.get('redirect_uri')) }
}

/**
 * Where the path names no tenant, an app of any tenant will do, if it is there for others too.
 * @throws {EntraFailure} 700016, 50194 or 9002332
 */
export function findAuthorizeClient({ cloud, segment }: EntraRequest, authority: Authority, clientId: string): AppSeed {
  const { directory } = cloud
  const isMeant = (app: AppSeed): boolean => app.clientId.toLowerCase() === clientId.toLowerCase()
  const inOwnTenant = directory.tenants.flatMap(({ id }) => directory.apps(id)).find(isMeant)
  if (authority.kind === 'tenant') {
    const client = directory.apps(authority.tenant.id).find(isMeant)
    if (client !== undefined) return client
    const isForOrganizations = segment === 'consumers' && inOwnTenant !== undefined
    throw isForOrganizations ? new EntraFailure(9002332, { client: clientId }) : unknownClient(clientId, segment)
  }
  if (inOwnTenant === undefined) throw unknownClient(clientId, segment)
  if ((inOwnTenant.signInAudience ?? 'AzureADMyOrg') === 'AzureADMyOrg')
    throw new EntraFailure(50194, { client: clientId })
  return inOwnTenant
}

function unknownClient(client: string, tenant: string): EntraFailure {
  return new EntraFailure(700016, { client, tenant })
}

/** Without one the first that is registered is taken. */
function findRedirectUri(client: AppSeed, asked: string | undefined): Pick<Redirection, 'redirectUri' | 'platform'> {
  const { spa = [], web = [], publicClient = [] } = client.redirectUris ?? {}
  const registered = [
    ...spa.map((uri) => ({ uri, platform: 'spa' as const })),
    ...web.map((uri) => ({ uri, platform: 'web' as const })),
    ...publicClient.map((uri) => ({ uri, platform: 'publicClient' as const })),
  ]
  const [first] = registered
  if (asked === undefined) {
    if (first === undefined) throw new EntraFailure(500113)
    return { redirectUri: first.uri, platform: first.platform }
  }
  const found = registered.find(({ uri }) => uri === asked) ?? registered.find(({ uri }) => isSameLoopback(uri, asked))
  if (found === undefined) throw new EntraFailure(50011, { redirectUri: asked, client: client.clientId })
  return { redirectUri: asked, platform: found.platform }
}

/**
 * Native apps listen on whatever port is free (RFC 8252 §7.3).
 * Source: https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions
 */
function isSameLoopback(registered: string, asked: string): boolean {
  const [one, other] = [URL.parse(registered), URL.parse(asked)]
  if (one === null || other === null || one.protocol !== 'http:') return false
  if (one.hostname !== 'localhost' && one.hostname !== '127.0.0.1') return false
  other.port = one.port
  return one.href === other.href
}
