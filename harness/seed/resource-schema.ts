import { z } from 'zod'

import type { RoleAssignment } from '../mock-azure/access/contract.ts'
import type { DownstreamSeed } from '../mock-azure/downstream/contract.ts'
import type { SecretSeed, VaultSeed } from '../mock-azure/key-vault/contract.ts'
import type { ManagedIdentity } from '../mock-azure/managed-identity/contract.ts'
import { guid, host, name, names, ofTenant, type InSomeTenant } from './values.ts'

const armId = z.string().startsWith('/').describe('An ARM ID.')

export const identitySchema = z.strictObject({
  kind: z.enum(['system-assigned', 'user-assigned']),
  name,
  ...ofTenant,
  clientId: guid,
  principalId: guid.describe('Its object ID: what role assignments name.'),
  resourceId: armId,
}) satisfies z.ZodType<InSomeTenant<ManagedIdentity>>

export const roleAssignmentSchema = z.strictObject({
  principalId: guid.describe('Object ID of a user, a service principal or a managed identity.'),
  role: name.describe('For example `Key Vault Secrets User`.'),
  scope: armId,
}) satisfies z.ZodType<RoleAssignment>

const secretName = z.string().regex(/^[\da-z-]{1,127}$/i, '1 to 127 letters, digits and hyphens')

export const secretSchema = z.strictObject({
  name: secretName,
  value: z.string(),
  contentType: z.string().exactOptional(),
  enabled: z.boolean().exactOptional(),
  notBefore: z.int().exactOptional().describe('Seconds since the epoch.'),
  expires: z.int().exactOptional().describe('Seconds since the epoch.'),
  tags: z.record(z.string(), z.string()).exactOptional(),
}) satisfies z.ZodType<SecretSeed>

const secretPermission = z.enum(['get', 'list', 'set', 'delete', 'recover', 'purge'])

/** In a seed `secrets` may be a plain mapping of names to values. */
export const vaultSchema = z.strictObject({
  name: z.string().regex(/^[\da-z-]{3,24}$/i, '3 to 24 letters, digits and hyphens'),
  ...ofTenant,
  resourceId: armId,
  authorization: z.enum(['rbac', 'access-policies']).exactOptional(),
  accessPolicies: z.array(z.strictObject({ principalId: guid, secrets: z.array(secretPermission) })).exactOptional(),
  refusal: z.enum(['ForbiddenByFirewall', 'ForbiddenByConnection', 'ForbiddenByPolicy']).exactOptional(),
  secrets: z
    .union([
      z.array(secretSchema),
      z
        .record(secretName, z.string())
        .transform((values) => Object.entries(values).map(([key, value]) => ({ name: key, value }))),
    ])
    .exactOptional(),
}) satisfies z.ZodType<InSomeTenant<VaultSeed>>

export const downstreamSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('azure-openai'), name, ...ofTenant, resourceId: armId, deployments: names }),
  z.strictObject({
    kind: z.literal('session-pool'),
    ...ofTenant,
    resourceId: armId,
    region: name,
    containerHost: host.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('guarded-resource'),
    host,
    ...ofTenant,
    resourceId: armId,
    audiences: z.tuple([name], name),
    roles: names,
    answers: z
      .enum(['caller', 'claims'])
      .exactOptional()
      .describe('To whom it lets in: who called what (default), or the claims of the token.'),
  }),
]) satisfies z.ZodType<InSomeTenant<DownstreamSeed>>
