import { z } from 'zod'

import type {
  AppSeed,
  CustomClaim,
  FederatedCredential,
  ScopeSeed,
  SecretSeed,
} from '../mock-azure/entra/app-contract.ts'
import { guid, json, name, names, ofTenant, type InSomeTenant } from './values.ts'

const scope = z.union([
  name,
  z.strictObject({
    value: name,
    description: z.string().exactOptional().describe('What the consent page says.'),
    adminOnly: z.boolean().exactOptional().describe('Only an administrator can consent to it.'),
  }),
]) satisfies z.ZodType<ScopeSeed>

const secret = z.union([
  name,
  z.strictObject({ value: name, expiresAt: z.number().describe('Milliseconds since the epoch.') }),
]) satisfies z.ZodType<SecretSeed>

const federatedCredential = z.strictObject({
  issuer: z.url(),
  subject: name,
  audience: name.exactOptional(),
}) satisfies z.ZodType<FederatedCredential>

const optionalClaims = z.array(
  z.enum([
    'acct',
    'acrs',
    'aud',
    'auth_time',
    'email',
    'family_name',
    'given_name',
    'idtyp',
    'ipaddr',
    'login_hint',
    'sid',
    'upn',
    'xms_cc',
  ]),
)

const customClaim = z.union([
  z.strictObject({ claim: name, value: json }),
  z.strictObject({ claim: name, userAttribute: name }),
]) satisfies z.ZodType<CustomClaim>

const redirectUris = z.strictObject({
  web: names.exactOptional(),
  spa: names.exactOptional(),
  publicClient: names.exactOptional(),
})

/** An app registration; every member means what it means in `AppSeed`. */
export const appSchema = z.strictObject({
  clientId: guid,
  ...ofTenant,
  displayName: name,
  signInAudience: z.enum(['AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount']).exactOptional(),
  servicePrincipalId: guid.exactOptional(),

  identifierUris: names.exactOptional(),
  requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2)]).exactOptional(),
  scopes: z.array(scope).exactOptional(),
  appRoles: names.exactOptional(),
  preAuthorizedApplications: z.array(z.strictObject({ clientId: guid, scopes: names })).exactOptional(),
  assignmentRequired: z.boolean().exactOptional(),
  conditionalAccessPolicy: guid.exactOptional(),

  secrets: z.array(secret).exactOptional(),
  certificates: z.array(z.string().includes('BEGIN CERTIFICATE')).exactOptional(),
  trustedCertificateSubjects: z.array(z.strictObject({ subjectName: name, authority: z.string() })).exactOptional(),
  federatedCredentials: z.array(federatedCredential).max(20).exactOptional(),
  redirectUris: redirectUris.exactOptional(),
  logoutUrl: z.url().exactOptional(),
  allowPublicClientFlows: z.boolean().exactOptional(),
  implicitGrant: z
    .strictObject({ idToken: z.boolean().exactOptional(), accessToken: z.boolean().exactOptional() })
    .exactOptional(),
  requiredResourceAccess: z.array(z.strictObject({ resource: name, scopes: names })).exactOptional(),

  optionalClaims: z
    .strictObject({ idToken: optionalClaims.exactOptional(), accessToken: optionalClaims.exactOptional() })
    .exactOptional(),
  groupMembershipClaims: z.enum(['None', 'SecurityGroup', 'ApplicationGroup', 'All']).exactOptional(),
  customClaims: z.array(customClaim).exactOptional(),
}) satisfies z.ZodType<InSomeTenant<AppSeed>>

/** What can change about a registration. */
export const appChangeSchema = appSchema
  .omit({ clientId: true, tenantId: true })
  .extend({ displayName: name.exactOptional() })
