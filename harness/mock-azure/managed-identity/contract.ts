import type { SigningKey } from '../../keys.ts'
import type { Save } from '../save.ts'

/** A managed identity: a service principal whose tokens only the platform hands out. */
export interface ManagedIdentity {
  readonly kind: 'system-assigned' | 'user-assigned'
  readonly name: string
  readonly tenantId: string
  readonly clientId: string
  /** Object ID of its service principal: `oid` and `sub` of its tokens, and what role assignments name. */
  readonly principalId: string
  /**
   * ARM ID of the identity or, if it is system-assigned, of the Azure resource it belongs to: `xms_mirid` of its
   * tokens.
   */
  readonly resourceId: string
}

/** What runs on Azure in this world: the process tree that the managed identity sources answer. */
export interface WorkloadSeed {
  /** All in one tenant, and at most one of them system-assigned. */
  readonly identities: readonly ManagedIdentity[]
  /** What `IDENTITY_HEADER` or `MSI_SECRET` says, by which local token services know the workload. Default: random. */
  readonly identityHeader?: string
  /** Seconds for which a fresh token is good, as `expires_in` says it. Default 86 399, a day. */
  readonly tokenLifetimeSeconds?: number
  /** Default: the workload is no Arc-enabled server. */
  readonly arc?: ArcAgent
}

/** The Azure Connected Machine agent: it proves that a caller may read its files. */
export interface ArcAgent {
  /** With the trailing separator. Default `/var/opt/azcmagent/tokens/`, the one SDKs accept on Linux. */
  readonly tokensFolder?: string
  /** Writes the key file of a challenge. */
  saveKey(path: string, key: string): Promise<void>
}

export interface Workload {
  readonly identities: readonly ManagedIdentity[]
  readonly identityHeader: string
  /** May be changed at any time; tokens already issued keep theirs. */
  tokenLifetimeSeconds: number
  /** @throws {ConfigError} `MOCK_IDENTITY` for a second system-assigned identity, or one of another tenant */
  assign(identity: ManagedIdentity): void
  /** From now on the sources answer as if it had never been there. */
  unassign(clientId: string): void
  readonly save: Save
}

/** An OpenID Connect issuer outside Entra ID that federated credentials may trust, for example a Kubernetes cluster's. */
export interface WorkloadIssuer {
  /** The `iss` of its tokens: https, any path. */
  readonly issuer: string
  readonly keys: readonly [SigningKey, ...SigningKey[]]
}
