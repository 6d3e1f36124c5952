import type { AppSeed, Directory, FaultRule, Ledger } from '../mock-azure/contract.ts'
import type { RoleAssignment } from '../mock-azure/access/contract.ts'
import type {
  AppRoleAssignment,
  Consent,
  GroupSeed,
  GuestSeed,
  SignInMode,
  TenantSeed,
  UserSeed,
} from '../mock-azure/entra/contract.ts'
import type { AccessPolicy, SecretSeed, VaultRefusal } from '../mock-azure/key-vault/contract.ts'
import type { ManagedIdentity } from '../mock-azure/managed-identity/contract.ts'
import type { InSomeTenant } from '../seed/values.ts'

/** A signing key, without the key. */
export interface KeyView {
  readonly kid: string
  /** Tokens are signed with it from now on. */
  readonly signing: boolean
}

export interface TenantView extends Omit<TenantSeed, 'keys'> {
  readonly keys: readonly KeyView[]
}

interface VaultView {
  readonly name: string
  readonly url: string
}

export interface ClockView {
  /** Milliseconds since the epoch, as the cloud sees it. */
  readonly now: number
  /** How far that is ahead of the machine's clock. */
  readonly offsetMs: number
}

/** A fault that was added through the control. */
interface FaultView extends FaultRule {
  readonly id: string
}

type UserChange = Parameters<Directory['changeUser']>[1]
type AppChange = Parameters<Directory['changeApp']>[1]

/** What can change about a vault. */
export interface VaultChange {
  /** Why it refuses everyone from now on; null: it does not. */
  readonly refusal?: VaultRefusal | null
  /** Of a vault that goes by access policies. */
  readonly accessPolicies?: readonly AccessPolicy[]
}

/**
 * Everything a test may do to a cloud while it runs, as its administrator. Tenants are named by GUID or domain, apps by
 * client ID or identifier URI, users by user name or object ID; where no tenant is named the first one is meant. What is
 * added counts at once. Errors are `ConfigError`s: `CONTROL_UNKNOWN` for a name of nothing, and the `MOCK_…` of what
 * contradicts the rest.
 */
export interface Control {
  readonly tenants: {
    list(): readonly TenantView[]
    /** Makes its signing key too. */
    add(tenant: Omit<TenantSeed, 'keys'>): Promise<TenantView>
  }
  readonly keys: {
    list(tenant?: string): readonly KeyView[]
    /** Publishes a new key that does not sign yet. */
    publish(tenant?: string): Promise<KeyView>
    /** Signs with a new key, or with a published one, from now on. The earlier ones stay published. */
    rollover(tenant?: string, kid?: string): Promise<KeyView>
    /** Removes a key that does not sign. */
    retire(tenant: string | undefined, kid: string): void
  }
  readonly apps: {
    list(tenant?: string): readonly AppSeed[]
    add(app: InSomeTenant<AppSeed>): AppSeed
    /** For example new secrets or redirect URIs: members that are named replace the ones before. */
    change(clientId: string, change: AppChange): AppSeed
    /** A grant of delegated permissions. */
    consent(consent: InSomeTenant<Consent>): void
    revokeConsents(clientId: string, tenant?: string): void
    assignRole(assignment: InSomeTenant<AppRoleAssignment>): void
    unassignRole(assignment: InSomeTenant<AppRoleAssignment>): void
  }
  readonly users: {
    list(): readonly UserSeed[]
    add(user: InSomeTenant<UserSeed>): UserSeed
    change(user: string, change: UserChange): UserSeed
    /** Refresh tokens and browser sessions from before now are worth nothing any more. */
    revokeSessions(user: string): void
    invite(guest: GuestSeed): void
    addGroup(group: InSomeTenant<GroupSeed>): void
  }
  /** Who acts where Entra ID shows a page. */
  signIn: SignInMode
  readonly identities: {
    list(): readonly ManagedIdentity[]
    assign(identity: InSomeTenant<ManagedIdentity>): void
    unassign(clientId: string): void
    /** Seconds for which the sources say a token is good. */
    tokenLifetimeSeconds: number
  }
  readonly roleAssignments: {
    list(): readonly RoleAssignment[]
    add(assignment: RoleAssignment): void
    remove(assignment: RoleAssignment): void
  }
  readonly vaults: {
    list(): readonly VaultView[]
    change(vault: string, change: VaultChange): void
    secrets(vault: string): readonly SecretSeed[]
    /** Adds a version; returns its ID. */
    setSecret(vault: string, secret: SecretSeed): string
    deleteSecret(vault: string, name: string): void
  }
  readonly faults: {
    list(): readonly FaultView[]
    /** Returns its ID. */
    add(rule: FaultRule): string
    remove(id: string): void
    clear(): void
  }
  readonly clock: {
    read(): ClockView
    /**
     * Moves the cloud's clock by that much more: ahead, or back when negative. SDKs go on reading the machine's.
     * @throws {ConfigError} `CONTROL_CLOCK` when it would leave the years 1970 to 9999
     */
    move(ms: number): ClockView
    /** Back to the machine's time. */
    reset(): ClockView
  }
  readonly ledger: Ledger
  /** All state, the clock's too, but for the ledger, which tells what happened. */
  readonly snapshots: {
    list(): readonly string[]
    /** Returns its ID. */
    take(): string
    /** Goes back to it; it stays, and can be gone back to again. */
    restore(id: string): void
    drop(id: string): void
  }
}
