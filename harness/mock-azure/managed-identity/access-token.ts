import { SignJWT } from 'jose'

import type { Clock, RandomSource } from '../../clock.ts'
import { InternalError } from '../../errors.ts'
import { appOnlyClaims, issuedBeforeSeconds } from '../../tokens/claims.ts'
import type { Directory } from '../contract.ts'
import type { ManagedIdentity, Workload } from './contract.ts'

/** What every managed identity source needs. */
export interface ManagedIdentityCloud {
  readonly directory: Directory
  readonly clock: Clock
  readonly random: RandomSource
  readonly workload: Workload
}

/** A fresh token and what the sources' answers say about it. Times are seconds since the epoch. */
export interface IssuedToken {
  readonly accessToken: string
  readonly expiresIn: number
  readonly expiresOn: number
  readonly notBefore: number
}

export interface Refusal {
  readonly refused: 'invalid_resource' | 'invalid_grant'
  readonly reason: string
}

/**
 * An access token of a managed identity: in the version that the resource's registration asks for, with the audience
 * exactly as the caller wrote it in v1 and the resource's client ID in v2. Each request gets a new token, where Azure
 * hands out a cached one until shortly before its end.
 *
 * @returns why not, where Entra ID refuses the platform itself
 */
export async function issueToken(
  cloud: ManagedIdentityCloud,
  identity: ManagedIdentity,
  resource: string,
): Promise<IssuedToken | Refusal> {
  const tenant = cloud.directory.tenant(identity.tenantId)
  if (tenant === undefined) {
    const fix = 'Seed the tenant too.'
    throw new InternalError('MOCK_TENANT_UNKNOWN', `The tenant of the identity ${identity.name} does not exist.`, fix)
  }
  const app = cloud.directory.app(tenant.id, resource)
  if (app === undefined) {
    const reason = `AADSTS500011: The resource principal named ${resource} was not found in the tenant named ${tenant.id}.`
    return { refused: 'invalid_resource', reason }
  }
  const appRoles = cloud.directory.rolesOn(tenant.id, [identity.principalId, identity.clientId], app)
  if (app.assignmentRequired && appRoles === undefined) {
    const reason = `AADSTS501051: Application '${identity.clientId}' is not assigned to a role for the application '${resource}'.`
    return { refused: 'invalid_grant', reason }
  }
  const now = Math.floor(cloud.clock.now() / 1000)
  const expiresIn = cloud.workload.tokenLifetimeSeconds
  // The answer counts one second less than the token lives, as Entra ID's do.
  const expiresOn = now + expiresIn + 1
  const version = app.requestedAccessTokenVersion === 2 ? '2.0' : '1.0'
  const claims = appOnlyClaims({
    version,
    tenantId: tenant.id,
    clientId: identity.clientId,
    clientAuthentication: '2',
    audience: version === '2.0' ? app.clientId : resource,
    now,
    tokenId: cloud.random.uuid(),
    servicePrincipalId: identity.principalId,
    appRoles: appRoles ?? [],
  })
  const { kid, privateKey } = tenant.keys.signing
  const optional = app.optionalClaims?.accessToken?.includes('idtyp') === true ? { idtyp: 'app' } : {}
  const accessToken = await new SignJWT({ ...claims, ...optional, exp: expiresOn, xms_mirid: identity.resourceId })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, ...(version === '2.0' ? {} : { x5t: kid }) })
    .sign(privateKey)
  return { accessToken, expiresIn, expiresOn, notBefore: now - issuedBeforeSeconds }
}
