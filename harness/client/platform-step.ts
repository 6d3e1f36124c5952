import type { Endpoint, FaultAction } from '../mock-azure/contract.ts'
import type { KeyRef, Mutation } from '../tokens/recipe.ts'
import type { IdentityName, UserName } from './names.ts'

/** A change to the cloud: before the target starts (`start.platform`) or while it runs. */
export type PlatformStep =
  /** In its headers `${httpDate+20}` is the date in twenty seconds, on the cloud's clock. */
  | {
      readonly do: 'fault'
      readonly endpoint: Endpoint | readonly Endpoint[]
      /** The nth ones from now, from 1. Default: all. */
      readonly calls?: { readonly from: number; readonly to: number }
      readonly action: FaultAction
    }
  | { readonly do: 'clear-faults' }
  /**
   * Whether hosts show certificates that the target can trust, or those of an authority unknown to it. Connections from
   * before are closed.
   */
  | { readonly do: 'certificates'; readonly trusted: boolean }
  /** Changes tokens on their way out of the token endpoint. Default signature: the tenant's own, fresh. */
  | {
      readonly do: 'tamper'
      readonly token: 'id_token' | 'access_token'
      readonly mutations: readonly Mutation[]
      /** Only answers to these grants. Default: all. */
      readonly grant?: string
      readonly times?: number
    }
  | { readonly do: 'clear-tampering' }
  /** Replaces what the registration of the web app (or of the agent's own) holds. */
  | {
      readonly do: 'registration'
      /** `right` is what the target has; `expired` the same, expired; `other` somebody else's; `none` nothing. */
      readonly secret?: 'right' | 'expired' | 'other' | 'none'
      readonly certificate?: 'right' | 'other' | 'none'
      readonly federated?: readonly {
        readonly issuer?: string
        readonly subject?: string
        readonly audience?: string
      }[]
    }
  | { readonly do: 'identity'; readonly assign?: IdentityName; readonly unassign?: IdentityName }
  /** Seconds for which the managed identity sources say a fresh token is good. */
  | { readonly do: 'identity-lifetime'; readonly seconds: number }
  | {
      readonly do: 'role'
      readonly identity: IdentityName
      readonly role: string
      readonly on: 'vault' | 'openai' | 'session-pool' | 'api'
      readonly change: 'assign' | 'remove'
    }
  /** A secret of the vault, named by the setting that comes from it (`keyVault.secrets`). `null` value: deleted. */
  | {
      readonly do: 'vault-secret'
      /** A setting's name, or `first`, `second`, `each` of those declared. */
      readonly setting: string
      readonly value?: string | null
      readonly enabled?: boolean
      /** Seconds from now; negative: expired already. */
      readonly expiresIn?: number
    }
  | {
      readonly do: 'vault'
      readonly refusal: 'ForbiddenByFirewall' | 'ForbiddenByConnection' | 'ForbiddenByPolicy' | null
    }
  /** Publishes a new signing key and signs with it. */
  | { readonly do: 'rollover' }
  | { readonly do: 'retire'; readonly key: Extract<KeyRef, 'tenant' | 'tenant-second'> }
  | { readonly do: 'consent'; readonly change: 'revoke' | 'grant' }
  | {
      readonly do: 'user'
      readonly user: UserName
      readonly disabled?: boolean
      readonly revokeSessions?: boolean
    }
  /**
   * Moves time. `cloud`: the cloud alone (codes and tokens expire there). `both`: the target's wall clock too, which
   * needs `start.clock`.
   */
  | { readonly do: 'clock'; readonly of: 'cloud' | 'both'; readonly seconds: number }
  /** What the token endpoint says about the tokens it gives from now on; `null`: the genuine. */
  | {
      readonly do: 'token-lifetime'
      readonly expiresIn?: number | null
      readonly refreshIn?: number | null
    }
