import type { Clock } from '../../clock.ts'
import { type BearerVerdict, type Caller, checkBearer } from '../access/bearer.ts'
import type { RoleAssignments } from '../access/contract.ts'
import type { Directory } from '../contract.ts'
import { issuerV1 } from '../entra/authority.ts'
import type { AccessPolicy, VaultRefusal } from './contract.ts'
import { KeyVaultFailure } from './errors.ts'
import { type Operation, rolesFor } from './operations.ts'

const resource = 'https://vault.azure.net'
/** Key Vault's own application: also an audience, when a client asked for a token by it. */
const keyVaultId = 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093'

/** What decides whether a request may go on. */
export interface Gate {
  readonly directory: Directory
  readonly clock: Clock
  readonly roleAssignments: RoleAssignments
  readonly vault: {
    readonly name: string
    readonly tenantId: string
    readonly resourceId: string
    readonly authorization: 'rbac' | 'access-policies'
    readonly accessPolicies: readonly AccessPolicy[]
    readonly refusal: VaultRefusal | undefined
  }
}

/**
 * Lets a caller through who has a token of the vault's tenant for Key Vault, and who may do the operation.
 * Source: https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
 * @throws {KeyVaultFailure} 401 with the challenge, or 403
 */
export async function authorize(
  gate: Gate,
  authorization: string | undefined,
  operation: Operation,
  secretName: string | undefined,
): Promise<void> {
  const { directory, clock, vault } = gate
  const policy = { directory, clock, tenantId: vault.tenantId, audiences: [resource, keyVaultId] }
  const verdict = await checkBearer(authorization, policy)
  if (!verdict.ok) throw unauthorized(verdict, vault.tenantId)
  if (vault.refusal !== undefined) throw refused(vault.refusal, verdict.caller, vault.name)
  const { caller } = verdict
  if (vault.authorization === 'rbac') {
    const scope = secretName === undefined ? vault.resourceId : `${vault.resourceId}/secrets/${secretName}`
    if (!gate.roleAssignments.has(caller.principalId, rolesFor(operation), scope)) {
      throw forbiddenByRbac(caller, operation, scope, vault.name)
    }
  } else if (!isAllowedByPolicy(vault.accessPolicies, caller, operation)) {
    throw accessDenied(caller, operation, vault.name)
  }
}

function isAllowedByPolicy(policies: readonly AccessPolicy[], caller: Caller, { permission }: Operation): boolean {
  return policies.some(
    ({ principalId, secrets }) =>
      principalId.toLowerCase() === caller.principalId.toLowerCase() && secrets.includes(permission),
  )
}

function unauthorized(verdict: Extract<BearerVerdict, { ok: false }>, tenantId: string): KeyVaultFailure {
  // The client finds out here which tenant and which resource its token must be for.
  const challenge = `Bearer authorization="https://login.microsoftonline.com/${tenantId}", resource="${resource}"`
  const headers = { 'www-authenticate': challenge }
  return new KeyVaultFailure(401, 'Unauthorized', complaint(verdict, tenantId), { headers })
}

function complaint(verdict: Extract<BearerVerdict, { ok: false }>, tenantId: string): string {
  switch (verdict.reason) {
    case 'missing':
      return 'AKV10000: Request is missing a Bearer or PoP token.'
    case 'audience':
      return `AKV10022: Invalid audience. Expected ${resource}, found: ${verdict.found}.`
    case 'issuer':
      return `AKV10032: Invalid issuer. Expected one of ${issuerV1(tenantId)}, found ${verdict.found}.`
    case 'malformed':
    case 'signature':
    case 'expired':
    case 'not-yet-valid':
      return `Error validating token: ${verdict.reason}.`
  }
}

function identify({ clientId, principalId, issuer }: Caller): string {
  return `appid=${clientId};oid=${principalId};iss=${issuer}`
}

function refused(inner: VaultRefusal, caller: Caller, vault: string): KeyVaultFailure {
  const reasons = {
    ForbiddenByFirewall: 'Client address is not authorized and caller is not a trusted service.',
    ForbiddenByConnection:
      'Public network access is disabled and request is not from a trusted service nor via an approved private link.',
    ForbiddenByPolicy: 'The operation is not allowed by a policy of this key vault.',
  } as const
  const message = `${reasons[inner]}\r\nCaller: ${identify(caller)}\r\nVault: ${vault}`
  return new KeyVaultFailure(403, 'Forbidden', message, { inner })
}

function forbiddenByRbac(caller: Caller, { action }: Operation, scope: string, vault: string): KeyVaultFailure {
  const message = [
    'Caller is not authorized to perform action on resource.',
    'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
    `Caller: ${identify(caller)}`,
    `Action: 'Microsoft.KeyVault/vaults/secrets/${action}'`,
    `Resource: '${scope.toLowerCase()}'`,
    'Assignment: (not found)',
    "DecisionReason: 'DeniedWithNoValidRBAC' ",
    `Vault: ${vault}`,
  ].join('\r\n')
  return new KeyVaultFailure(403, 'Forbidden', message, { inner: 'ForbiddenByRbac' })
}

function accessDenied(caller: Caller, { permission }: Operation, vault: string): KeyVaultFailure {
  const who = `The user, group or application '${identify(caller)}'`
  const message = `${who} does not have secrets ${permission} permission on key vault '${vault}'.`
  return new KeyVaultFailure(403, 'Forbidden', message, { inner: 'AccessDenied' })
}
