import type { AppSeed } from '../contract.ts'

/** The tenant in which Microsoft registers its own services. */
const microsoftServices = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

/** `aud` of the tokens that stand in for a client secret, whose resource is written `api://AzureADTokenExchange`. */
export const tokenExchangeId = 'fb60f99c-7a34-4190-8149-302f77469936'

/**
 * The delegated permissions that a client may ask for here, OpenID Connect's among them.
 * Source: https://learn.microsoft.com/graph/permissions-reference
 */
const graphScopes = [
  ...'openid profile email offline_access'.split(' '),
  ...'User.Read User.ReadBasic.All User.ReadWrite Mail.Read Files.Read Calendars.Read'.split(' '),
  ...'User.Read.All User.ReadWrite.All GroupMember.Read.All Directory.Read.All'
    .split(' ')
    .map((value) => ({ value, adminOnly: true })),
]

/**
 * Microsoft's own services, which exist in every tenant.
 * Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identities-status and
 * https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
 */
export const firstPartyApps: readonly AppSeed[] = [
  {
    ...app('00000003-0000-0000-c000-000000000000', 'Microsoft Graph', ['https://graph.microsoft.com']),
    scopes: graphScopes,
    appRoles: ['User.Read.All', 'Directory.Read.All'],
  },
  app('797f4846-ba00-4fd7-ba43-dac1f8f63013', 'Azure Service Management', [
    'https://management.azure.com',
    'https://management.core.windows.net',
  ]),
  app('cfa8b339-82a2-471a-a3c9-0fc0be7a4093', 'Azure Key Vault', ['https://vault.azure.net']),
  app('e406a681-f3d4-42a8-90b6-c2b029497af1', 'Azure Storage', ['https://storage.azure.com']),
  app('022907d3-0f1b-48f7-badc-1ba6abab6d66', 'Azure SQL Database', ['https://database.windows.net']),
  app('7d312290-28c8-473c-a0ed-8e53749b6d6d', 'Cognitive Services', ['https://cognitiveservices.azure.com']),
  { ...app(tokenExchangeId, 'Token exchange', ['api://AzureADTokenExchange']), requestedAccessTokenVersion: 2 },
  // Their client IDs are not published; tokens for them name the URI.
  app('00000000-0000-4000-8000-0000000000a1', 'Azure AI', ['https://ai.azure.com']),
  app('00000000-0000-4000-8000-0000000000a2', 'Container Apps sessions', ['https://dynamicsessions.io']),
]

function app(clientId: string, displayName: string, identifierUris: readonly string[]): AppSeed {
  return {
    clientId,
    tenantId: microsoftServices,
    displayName,
    identifierUris,
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
  }
}
