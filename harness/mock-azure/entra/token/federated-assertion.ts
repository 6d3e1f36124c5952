import { tokenExchangeId } from '../../access/first-party.ts'
import type { AppSeed, FederatedCredential } from '../app-contract.ts'
import { issuerV1, issuerV2 } from '../authority.ts'
import type { Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import { isSignedByOneOf, type UnverifiedJwt } from './jwt.ts'
import type { TokenRequest } from './request.ts'

/** How a registration writes the audience; a token of Entra ID itself has the GUID in its place. */
const tokenExchangeUri = 'api://AzureADTokenExchange'

/**
 * Another issuer's assertion: issuer, subject and audience must be those of one federated credential, exactly.
 * Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation and, for managed identities,
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
 * @throws {EntraFailure} 70025, 700211, 700213 or 7002138, 700212 for what does not match; 700027 for the signature;
 *   700214, 700226, 700229, 700231, 700236 for Entra ID's own tokens
 */
export async function checkFederatedAssertion(
  request: TokenRequest,
  app: AppSeed,
  tenant: Tenant,
  assertion: UnverifiedJwt,
): Promise<void> {
  const { alg } = assertion.header
  const credential = matchSubject(matchIssuer(app, assertion), assertion)
  if (alg !== 'RS256') throw new EntraFailure(5002738, { alg })
  const issuingTenant = request.cloud.directory.tenants.find(({ id }) =>
    [issuerV1(id), issuerV2(id)].includes(assertion.claims.iss),
  )
  if (issuingTenant === undefined) await checkForeign(request, app, credential, assertion)
  else await checkEntras(app, credential, assertion, { tenant, issuingTenant })
}

function matchIssuer(app: AppSeed, { claims: { iss } }: UnverifiedJwt): readonly FederatedCredential[] {
  const all = app.federatedCredentials ?? []
  if (all.length === 0) throw new EntraFailure(70025, { client: app.clientId })
  const found = all.filter(({ issuer }) => issuer === iss)
  if (found.length === 0) throw new EntraFailure(700211, { issuer: iss })
  return found
}

function matchSubject(credentials: readonly FederatedCredential[], { claims }: UnverifiedJwt): FederatedCredential {
  const subject = claims.sub
  const found = credentials.find((credential) => credential.subject === subject)
  if (found !== undefined) return found
  const isNear = credentials.some((credential) => credential.subject.toLowerCase() === subject.toLowerCase())
  throw new EntraFailure(isNear ? 7002138 : 700213, { subject })
}

/** An issuer outside Entra ID, for example a Kubernetes cluster. */
async function checkForeign(
  { cloud }: TokenRequest,
  app: AppSeed,
  { audience = tokenExchangeUri }: FederatedCredential,
  assertion: UnverifiedJwt,
): Promise<void> {
  const { iss, aud } = assertion.claims
  checkAudience(aud, [audience])
  const issuer = cloud.workloadIssuers.find((known) => known.issuer === iss)
  await checkSignature(app, assertion, issuer?.keys ?? [])
}

/** A token of this cloud's Entra ID: only one of a user-assigned managed identity of the app's own tenant will do. */
async function checkEntras(
  app: AppSeed,
  { audience = tokenExchangeUri }: FederatedCredential,
  assertion: UnverifiedJwt,
  { tenant, issuingTenant }: { readonly tenant: Tenant; readonly issuingTenant: Tenant },
): Promise<void> {
  const { claims } = assertion
  if (issuingTenant.id !== tenant.id) throw new EntraFailure(700236, { issuer: claims.iss })
  if (audience !== tokenExchangeUri) throw new EntraFailure(700214)
  checkAudience(claims.aud, [tokenExchangeUri, tokenExchangeId])
  await checkSignature(app, assertion, tenant.keys.published)
  if (claims['scp'] !== undefined) throw new EntraFailure(700229)
  if (claims['xms_ficinfo'] !== undefined) throw new EntraFailure(700231)
  const resourceId = claims['xms_mirid']
  const isUserAssigned = typeof resourceId === 'string' && /\/userAssignedIdentities\//i.test(resourceId)
  if (!isUserAssigned) throw new EntraFailure(700226)
}

function checkAudience(aud: string | readonly string[], accepted: readonly string[]): void {
  const [audience = ''] = typeof aud === 'string' ? [aud] : aud
  if (!accepted.includes(audience)) throw new EntraFailure(700212, { audience })
}

async function checkSignature(
  app: AppSeed,
  assertion: UnverifiedJwt,
  keys: Parameters<typeof isSignedByOneOf>[1],
): Promise<void> {
  if (await isSignedByOneOf(assertion, keys)) return
  throw new EntraFailure(700027, {
    client: app.clientId,
    reason: 'The key was not found or the signature is not valid.',
  })
}
