import type { SeedInput } from '../../harness/seed/schema.ts'
import { apiUri, clientId, clientSecret, tenantId } from './client.ts'

/** The stand-in cloud with the bench's client and API. */
export const benchSeed: SeedInput = {
  tenants: [{ id: tenantId, domain: 'contoso.example', displayName: 'Contoso' }],
  apps: [
    { clientId, displayName: 'Daemon', secrets: [clientSecret] },
    {
      clientId: apiUri.slice('api://'.length),
      displayName: 'API',
      identifierUris: [apiUri],
      requestedAccessTokenVersion: 2,
    },
  ],
}
