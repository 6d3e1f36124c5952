import type { JsonObject } from '../../json.ts'
import type { SigningKey } from '../../keys.ts'
import type { Save } from '../save.ts'
import type { AppSeed } from './app-contract.ts'

/** A tenant's signing keys. Several may be published; one signs. Order in the key set is meaningless. */
export interface TenantKeys {
  readonly published: readonly SigningKey[]
  readonly signing: SigningKey
  publish(key: SigningKey): void
  /** Publishes `key` and signs with it from now on; the earlier keys stay published. */
  rollover(key: SigningKey): void
  /** Removes a key from the key set. The signing key cannot be retired. */
  retire(kid: string): void
  /** While the first keys are still being made: settles when they are there. */
  readonly pending: Promise<void> | undefined
  readonly save: Save
}

export interface TenantSeed {
  /** A GUID, lower case. */
  readonly id: string
  /** For example `contoso.example`. */
  readonly domain: string
  readonly displayName: string
  readonly kind: 'organization' | 'consumers'
  readonly keys: readonly [SigningKey, ...SigningKey[]]
}

/** A tenant whose keys are still being made: requests that need one wait for them. */
export interface PendingTenantSeed extends Omit<TenantSeed, 'keys'> {
  readonly keys: Promise<TenantSeed['keys']>
}

export interface Tenant {
  readonly id: string
  readonly domain: string
  readonly displayName: string
  readonly kind: 'organization' | 'consumers'
  readonly keys: TenantKeys
}

export interface UserSeed {
  /** In the home tenant. A GUID. */
  readonly objectId: string
  /** The home tenant. */
  readonly tenantId: string
  /** The user principal name, for example `first.user@contoso.example`. */
  readonly userName: string
  readonly givenName: string
  readonly familyName: string
  /** Default: given name and family name. */
  readonly displayName?: string
  /** Default: none, and then no token has an `email`. */
  readonly email?: string
  /** The sign-in page asks for it. A user without one signs in by being picked and cannot use the password grant. */
  readonly password?: string
  /** Default false. A disabled user gets no token, by no grant. */
  readonly disabled?: boolean
  /** Default false. True: the password alone is not enough, so the password grant is refused. */
  readonly multifactor?: boolean
  /** Directory extension attributes and the like, which an app's custom claims may name. */
  readonly attributes?: JsonObject
}

/** A user of one tenant who was invited into another and has an object ID of its own there. */
export interface GuestSeed {
  /** The user's object ID at home. */
  readonly userId: string
  /** The tenant that invited. */
  readonly tenantId: string
  /** `oid` in that tenant's tokens. */
  readonly objectId: string
}

export interface GroupSeed {
  readonly objectId: string
  readonly tenantId: string
  readonly displayName: string
  /** Object IDs of users, guests and other groups, whose members then belong to this one too. */
  readonly members: readonly string[]
}

/** An app role of a resource, assigned to somebody. */
export interface AppRoleAssignment {
  readonly tenantId: string
  /** The object ID of a user, a guest, a group or a service principal; or the client ID of an app. */
  readonly principalId: string
  /** Client ID or identifier URI of the app whose role it is. */
  readonly resource: string
  /** The role's value. Absent: access without a role, which is enough where assignment is required. */
  readonly role?: string
}

/** A grant of delegated permissions (`oauth2PermissionGrant`). */
export interface Consent {
  readonly tenantId: string
  readonly clientId: string
  /** Client ID or identifier URI of the API. */
  readonly resource: string
  readonly scopes: readonly string[]
  /** The user's object ID in that tenant. Absent: an administrator consented for everybody. */
  readonly userId?: string
}

/** A user as one tenant knows them. */
export interface Account {
  readonly tenant: Tenant
  /** `oid` in this tenant: another one at home and in each tenant that invited the user. */
  readonly objectId: string
  readonly user: UserSeed
  readonly home: Tenant
}

export interface Directory {
  readonly tenants: readonly Tenant[]
  /** By GUID or domain name. */
  tenant(idOrDomain: string): Tenant | undefined
  addTenant(seed: TenantSeed | PendingTenantSeed): Tenant
  /** By client ID or identifier URI, if it exists in that tenant. */
  app(tenantId: string, clientIdOrUri: string): AppSeed | undefined
  /** Every app that exists in that tenant, Microsoft's own aside. */
  apps(tenantId: string): readonly AppSeed[]
  addApp(seed: AppSeed): AppSeed
  /** Changes a registration from now on, for example its secrets. Tokens already issued stay as they are. */
  changeApp(clientId: string, change: Partial<Omit<AppSeed, 'clientId' | 'tenantId'>>): AppSeed
  readonly users: readonly UserSeed[]
  /** By home object ID or user name, in any case. */
  user(idOrName: string): UserSeed | undefined
  addUser(seed: UserSeed): UserSeed
  /** Changes a user from now on, for example `{ disabled: true }`. Tokens already issued stay as they are. */
  changeUser(objectId: string, change: Partial<Omit<UserSeed, 'objectId' | 'tenantId'>>): UserSeed
  addGuest(seed: GuestSeed): void
  /** The user in that tenant, at home there or a guest. By user name or by object ID, at home or there. */
  account(tenantId: string, idOrName: string): Account | undefined
  accounts(tenantId: string): readonly Account[]
  addGroup(seed: GroupSeed): void
  /** Object IDs of the groups that an object belongs to, by itself or through other groups. */
  groupsOf(tenantId: string, objectId: string): readonly string[]
  assignAppRole(assignment: AppRoleAssignment): void
  /** Nothing happens where there is no such assignment. */
  unassignAppRole(assignment: AppRoleAssignment): void
  /**
   * What is assigned on a resource to any of the principals, and to groups they belong to: undefined when nothing is,
   * else the roles' values, of which there may be none.
   */
  rolesOn(tenantId: string, principalIds: readonly string[], resource: AppSeed): readonly string[] | undefined
  /** Object IDs of the groups that have anything assigned on a resource. */
  groupsAssignedTo(tenantId: string, resource: AppSeed): readonly string[]
  consent(consent: Consent): void
  /** Removes every consent to a client in a tenant. */
  revokeConsents(tenantId: string, clientId: string): void
  /** The scopes of a resource that a client may use for a user: consented by either or preauthorized. */
  consentedScopes(tenantId: string, client: AppSeed, resource: AppSeed, userId: string): readonly string[]
  /** Whether the user or an administrator ever consented to anything the client asked for. */
  knowsClient(tenantId: string, clientId: string, userId: string): boolean
  readonly save: Save
}

/** What a directory starts with besides its tenants and apps. */
export interface PeopleSeed {
  readonly users?: readonly UserSeed[]
  readonly guests?: readonly GuestSeed[]
  readonly groups?: readonly GroupSeed[]
  readonly appRoleAssignments?: readonly AppRoleAssignment[]
  readonly consents?: readonly Consent[]
}

/**
 * Who acts where Entra ID shows a page: a person in a browser, or nobody, and then the sign-in goes on as the user whom
 * `login_hint` names, or else `user`, would have done. `consent` says what that user answers when asked; to be asked
 * at all takes a client without the consent it needs, as everywhere.
 */
export type SignInMode =
  | { readonly mode: 'page' }
  | {
      readonly mode: 'automatic'
      /** User name or home object ID. Absent: a request without `login_hint` gets the page. */
      readonly user?: string
      readonly consent: 'accept' | 'decline'
    }

/** What a test may do to Entra ID while it runs. */
export interface EntraControl {
  signIn: SignInMode
  /** Refresh tokens and sessions of the user (home object ID) from before now are worth nothing any more. */
  revokeSessions(userId: string): void
  readonly save: Save
}
