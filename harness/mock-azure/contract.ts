import type { Clock, RandomSource } from '../clock.ts'
import type { JsonObject } from '../json.ts'
import type { KeySource, SigningKey } from '../keys.ts'
import type { RoleAssignment, RoleAssignments } from './access/contract.ts'
import type { DownstreamSeed } from './downstream/contract.ts'
import type { AppSeed } from './entra/app-contract.ts'
import type {
  Directory,
  EntraControl,
  PendingTenantSeed,
  PeopleSeed,
  SignInMode,
  TenantSeed,
} from './entra/contract.ts'
import type { Vault, VaultSeed } from './key-vault/contract.ts'
import type { Workload, WorkloadIssuer, WorkloadSeed } from './managed-identity/contract.ts'
import type { Save } from './save.ts'

export type { AppSeed } from './entra/app-contract.ts'
export type { Directory, Tenant, TenantKeys, TenantSeed, UserSeed } from './entra/contract.ts'

/** The endpoints of mock Azure, as the ledger and the fault script name them. */
export const endpoints = [
  'entra.discovery.v1',
  'entra.discovery.v2',
  'entra.keys.v1',
  'entra.keys.v2',
  'entra.instance-discovery',
  'entra.authorize',
  'entra.token',
  'entra.logout',
  'entra.sign-in',
  'entra.device-code',
  'entra.device-sign-in',
  'entra.user-realm',
  'entra.userinfo',
  'imds.token',
  'app-service.token',
  'service-fabric.token',
  'azure-ml.token',
  'cloud-shell.token',
  'arc.token',
  'workload-issuer.discovery',
  'workload-issuer.keys',
  'key-vault.secret.get',
  'key-vault.secret.list',
  'key-vault.secret.versions',
  'key-vault.secret.set',
  'key-vault.secret.update',
  'key-vault.secret.delete',
  'key-vault.deleted-secret.get',
  'key-vault.deleted-secret.list',
  'key-vault.deleted-secret.recover',
  'key-vault.deleted-secret.purge',
  'azure-openai.chat-completions',
  'session-pool.execute',
  'graph.me',
  'guarded-resource',
  'token-broker',
  'canary',
] as const
export type Endpoint = (typeof endpoints)[number]

/** What a fault does to a matching request instead of, or before, the genuine answer. */
export type FaultAction =
  | {
      readonly do: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  | { readonly do: 'latency'; readonly ms: number }
  | { readonly do: 'truncate'; readonly afterBytes: number }
  | { readonly do: 'html' }
  | { readonly do: 'empty' }
  | { readonly do: 'reset' }
  /** A well-formed JSON document padded to `bytes` bytes. */
  | { readonly do: 'huge'; readonly bytes: number }
  | { readonly do: 'redirect'; readonly to: string }
  | { readonly do: 'json'; readonly value: JsonObject }
  /** Shallow-merges `value` into the genuine JSON answer. */
  | { readonly do: 'patch-json'; readonly value: JsonObject }

/** A scripted fault. Without `calls`, every matching request; with it, the nth ones after it was added (from 1). */
export interface FaultRule {
  readonly endpoint: Endpoint
  readonly tenantId?: string
  readonly calls?: { readonly from: number; readonly to: number }
  readonly action: FaultAction
}

export interface Faults {
  /** Those in force or still to come, newest first. */
  readonly rules: readonly FaultRule[]
  /** Adds a rule and returns its remover. The newest matching rule wins. */
  add(rule: FaultRule): () => void
  clear(): void
  readonly save: Save
}

/** One request mock Azure or the forward proxy saw, redacted: no token, secret or assertion in full. */
export interface LedgerEntry {
  /** From 1, in order of arrival, per mock Azure. */
  readonly sequence: number
  /** Milliseconds since the epoch, on the mock's clock. */
  readonly at: number
  readonly method: string
  readonly url: string
  readonly host: string
  /** Absent when no endpoint matched: an unknown path, or a host the proxy refused. */
  readonly endpoint?: Endpoint
  readonly tenantId?: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody?: string
  /** The answer's status; 0 when the connection was reset. */
  readonly status: number
  /** What the answer says went wrong, in a word: `AADSTS7000215`, `ForbiddenByRbac`. Absent: nothing, or it does not say. */
  readonly error?: string
  /** True when a scripted fault took part. */
  readonly faulted: boolean
  /** True when the forward proxy refused the host as undeclared. */
  readonly refused: boolean
}

export interface LedgerQuery {
  readonly endpoint?: Endpoint | readonly Endpoint[]
  readonly tenantId?: string
  readonly host?: string
  readonly refused?: boolean
  /** Only entries with a greater sequence: take `ledger.mark()` before, query after. */
  readonly since?: number
}

export interface Ledger {
  mark(): number
  entries(query?: LedgerQuery): readonly LedgerEntry[]
  count(query?: LedgerQuery): number
  /** Called for each entry as it is written; returns the unsubscriber. */
  subscribe(listener: (entry: LedgerEntry) => void): () => void
  record(entry: Omit<LedgerEntry, 'sequence' | 'at'>): void
}

export interface MockAzureOptions extends PeopleSeed {
  readonly clock: Clock
  readonly random: RandomSource
  readonly keys: KeySource
  readonly tenants: readonly (TenantSeed | PendingTenantSeed)[]
  readonly apps?: readonly AppSeed[]
  /**
   * Other hosts at which Entra ID answers too, for apps that take an authority as a setting, for example `localhost`.
   * What it gives out then names the address it was asked at; issuers stay the genuine ones.
   */
  readonly authorityHosts?: readonly string[]
  /** Default: the sign-in page. */
  readonly signIn?: SignInMode
  /** Default: a workload without identities. */
  readonly workload?: WorkloadSeed
  readonly workloadIssuers?: readonly WorkloadIssuer[]
  readonly roleAssignments?: readonly RoleAssignment[]
  readonly vaults?: readonly VaultSeed[]
  readonly downstream?: readonly DownstreamSeed[]
  readonly tokenBroker?: TokenBroker
  /** Hosts nobody should ever call: each call is recorded as endpoint `canary` and answered with `canaryKeys`. */
  readonly canaryHosts?: readonly string[]
  /** What a canary host serves as a key set, so that a target that trusts `jku` really accepts. */
  readonly canaryKeys?: readonly SigningKey[]
}

/** The stand-in cloud. All state is per instance. */
export interface MockAzure {
  readonly directory: Directory
  readonly entra: EntraControl
  readonly faults: Faults
  readonly ledger: Ledger
  readonly clock: Clock
  readonly workload: Workload
  readonly roleAssignments: RoleAssignments
  readonly vaults: readonly Vault[]
  /** By name, in any case. */
  vault(name: string): Vault | undefined
  /** True for every host this cloud plays (without port, lower case). */
  answers(host: string): boolean
  /**
   * The answer to a request, or `undefined` when the host is not ours.
   * @param body the request's body, where the caller has read it; the request itself is then without one
   * @throws {ConnectionReset} when a fault asks for a reset: the mount then destroys the connection.
   */
  handle(request: Request, body?: string): Promise<Response | undefined>
  /** Saves all state but the ledger, which tells what happened, and the clock, which is passed in. */
  readonly save: Save
}

/** Thrown by `handle` to make the mount cut the connection without an answer. */
export class ConnectionReset extends Error {
  constructor() {
    super('scripted connection reset')
    this.name = 'ConnectionReset'
  }
}

/**
 * A token broker that runs as a container of the environment, as its clients see it: at a host of its own, behind the
 * ingress that speaks TLS for it. It is no part of the cloud; what it answers comes from outside.
 */
export interface TokenBroker {
  readonly host: string
  /**
   * @param body the request's; the request itself is without one
   * @throws {ConnectionReset} when the broker gives no answer
   */
  readonly answer: (request: Request, body: string) => Promise<Response>
}
