import type { Workload } from './contract.ts'
import { localTokenServices, type LocalTokenService } from './hosts.ts'

interface EnvironmentOptions {
  /** Where a mount on a loopback port stands for the source. Default: the name that the forward proxy answers for. */
  readonly url?: string
  /** SHA-1 of the certificate the source shows, hexadecimal. Service Fabric only; MSAL for Python compares it. */
  readonly serverThumbprint?: string
}

/**
 * The environment variables by which Azure tells a process about a source; IMDS needs none.
 * Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity and the sources' own pages
 */
export function sourceEnvironment(
  source: LocalTokenService,
  { identityHeader, identities }: Workload,
  { url = localTokenServices[source], serverThumbprint = '0'.repeat(40) }: EnvironmentOptions = {},
): Readonly<Record<string, string>> {
  switch (source) {
    case 'app-service':
      return { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: identityHeader }
    case 'service-fabric':
      return {
        IDENTITY_ENDPOINT: url,
        IDENTITY_HEADER: identityHeader,
        IDENTITY_SERVER_THUMBPRINT: serverThumbprint,
      }
    case 'azure-ml': {
      const [first] = identities
      const identity = identities.find(({ kind }) => kind === 'system-assigned') ?? first
      const chosen = identity === undefined ? {} : { DEFAULT_IDENTITY_CLIENT_ID: identity.clientId }
      return { MSI_ENDPOINT: url, MSI_SECRET: identityHeader, ...chosen }
    }
    case 'cloud-shell':
      return { MSI_ENDPOINT: url }
    case 'arc':
      return { IDENTITY_ENDPOINT: url, IMDS_ENDPOINT: new URL(url).origin }
  }
}
