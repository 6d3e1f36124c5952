import { base64url, SignJWT } from 'jose'

import type { Clock, RandomSource } from '../../clock.ts'
import { InternalError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { AppSeed, Directory } from '../contract.ts'
import { issuerV1, issuerV2 } from '../entra/authority.ts'
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

/** Seconds that `iat` and `nbf` lie back. */
const backdated = 300

/**
 * An access token of a managed identity: in the version that the resource's registration asks for, with the audience
 * exactly as the caller wrote it in v1 and the resource's client ID in v2. Each request gets a new token, where Azure
 * hands out a cached one until shortly before its end.
 *
 * @returns undefined when the identity's tenant has no such resource
 */
export async function issueToken(
  cloud: ManagedIdentityCloud,
  identity: ManagedIdentity,
  resource: string,
): Promise<IssuedToken | undefined> {
  const tenant = cloud.directory.tenant(identity.tenantId)
  if (tenant === undefined) {
    const fix = 'Seed the tenant too.'
    throw new InternalError('MOCK_TENANT_UNKNOWN', `The tenant of the identity ${identity.name} does not exist.`, fix)
  }
  const app = cloud.directory.app(tenant.id, resource)
  if (app === undefined) return undefined
  const now = Math.floor(cloud.clock.now() / 1000)
  const expiresIn = cloud.workload.tokenLifetimeSeconds
  // The answer counts one second less than the token lives, as Entra ID's do.
  const times = { iat: now - backdated, nbf: now - backdated, exp: now + expiresIn + 1 }
  const { kid, privateKey } = tenant.keys.signing
  const isV2 = app.requestedAccessTokenVersion === 2
  const claims = isV2 ? claimsV2(cloud, identity, app, times) : claimsV1(cloud, identity, resource, times)
  const accessToken = await new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, ...(isV2 ? {} : { x5t: kid }) })
    .sign(privateKey)
  return { accessToken, expiresIn, expiresOn: times.exp, notBefore: times.nbf }
}

interface Times {
  readonly iat: number
  readonly nbf: number
  readonly exp: number
}

function claimsV1(cloud: ManagedIdentityCloud, identity: ManagedIdentity, aud: string, times: Times): JsonObject {
  const iss = issuerV1(identity.tenantId)
  return {
    aud,
    iss,
    ...times,
    aio: opaque(cloud.random, 24),
    appid: identity.clientId,
    appidacr: '2',
    idp: iss,
    oid: identity.principalId,
    rh: opaque(cloud.random, 24),
    sub: identity.principalId,
    tid: identity.tenantId,
    uti: opaque(cloud.random, 16),
    ver: '1.0',
    xms_mirid: identity.resourceId,
  }
}

function claimsV2(cloud: ManagedIdentityCloud, identity: ManagedIdentity, app: AppSeed, times: Times): JsonObject {
  const iss = issuerV2(identity.tenantId)
  return {
    aud: app.clientId,
    iss,
    ...times,
    aio: opaque(cloud.random, 24),
    azp: identity.clientId,
    azpacr: '2',
    idp: iss,
    oid: identity.principalId,
    rh: opaque(cloud.random, 24),
    sub: identity.principalId,
    tid: identity.tenantId,
    uti: opaque(cloud.random, 16),
    ver: '2.0',
    xms_mirid: identity.resourceId,
  }
}

function opaque(random: RandomSource, bytes: number): string {
  return base64url.encode(random.bytes(bytes))
}
