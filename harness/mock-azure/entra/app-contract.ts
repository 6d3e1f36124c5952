import type { Json } from '../../json.ts'

/** A delegated permission; a bare string is one that users may consent to themselves. */
export type ScopeSeed =
  | string
  | {
      readonly value: string
      /** What the consent page says. Default: the value. */
      readonly description?: string
      /** Default false. True: only an administrator can consent to it. */
      readonly adminOnly?: boolean
    }

/** A client secret; a bare string never expires. */
export type SecretSeed =
  | string
  | { readonly value: string; /** Milliseconds since the epoch. */ readonly expiresAt: number }

/**
 * A federated identity credential: all three must equal the assertion's, case included. The audience is written as a
 * URI also where the assertion's `aud` is the GUID that stands for it.
 * Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export interface FederatedCredential {
  readonly issuer: string
  readonly subject: string
  /** Default `api://AzureADTokenExchange`. */
  readonly audience?: string
}

/** Any certificate of that subject from that authority (subject name and issuer authentication). */
export interface TrustedCertificateSubject {
  /** The common name or a DNS name of the certificate. */
  readonly subjectName: string
  /** The authority's certificate, PEM. */
  readonly authority: string
}

/** Where the browser may be sent after sign-in. Compared exactly, but for the port of a loopback address. */
export interface RedirectUris {
  /** Redeemed by confidential clients. */
  readonly web?: readonly string[]
  /** Redeemed from a browser: cross-origin, with PKCE, without a credential. */
  readonly spa?: readonly string[]
  /** Mobile and desktop: redeemed without a credential. */
  readonly publicClient?: readonly string[]
}

/** Source: https://learn.microsoft.com/entra/identity-platform/optional-claims-reference */
export type OptionalClaim =
  | 'acct'
  | 'acrs'
  | 'aud'
  | 'auth_time'
  | 'email'
  | 'family_name'
  | 'given_name'
  | 'idtyp'
  | 'ipaddr'
  | 'login_hint'
  | 'sid'
  | 'upn'
  | 'xms_cc'

/** A claim that an app's claims-mapping policy adds: a constant, or an attribute of the user. */
export type CustomClaim =
  | { readonly claim: string; readonly value: Json }
  | { readonly claim: string; readonly userAttribute: string }

export interface AppSeed {
  readonly clientId: string
  /** The tenant that owns the registration. */
  readonly tenantId: string
  readonly displayName: string
  /** `AzureADMultipleOrgs` apps exist in every tenant of this cloud. Default `AzureADMyOrg`. */
  readonly signInAudience?: 'AzureADMyOrg' | 'AzureADMultipleOrgs' | 'AzureADandPersonalMicrosoftAccount'
  /** Object ID of the service principal in the home tenant. Default: derived from the client ID. */
  readonly servicePrincipalId?: string

  // As an API
  /** For example `api://{clientId}`. */
  readonly identifierUris?: readonly string[]
  /** The resource's manifest decides the version of its tokens. Default 1 (null in the manifest). */
  readonly requestedAccessTokenVersion?: 1 | 2
  readonly scopes?: readonly ScopeSeed[]
  readonly appRoles?: readonly string[]
  /** Clients that need no consent for these scopes. */
  readonly preAuthorizedApplications?: readonly { readonly clientId: string; readonly scopes: readonly string[] }[]
  /** Default false. True: who has no app role assigned gets no token for it, and users cannot sign in to it. */
  readonly assignmentRequired?: boolean
  /** A Conditional Access policy (GUID) that asks for a sign-in made for this API or with its claims challenge. */
  readonly conditionalAccessPolicy?: string

  // As a client
  readonly secrets?: readonly SecretSeed[]
  /** X.509, PEM, RSA. */
  readonly certificates?: readonly string[]
  readonly trustedCertificateSubjects?: readonly TrustedCertificateSubject[]
  /** At most 20. */
  readonly federatedCredentials?: readonly FederatedCredential[]
  readonly redirectUris?: RedirectUris
  /** Called in a hidden frame when a user who used the app signs out (OpenID Connect Front-Channel Logout 1.0). */
  readonly logoutUrl?: string
  /** Default false. True: the device code and password grants go without a credential. */
  readonly allowPublicClientFlows?: boolean
  /** What /authorize may hand out besides codes. Default neither. */
  readonly implicitGrant?: { readonly idToken?: boolean; readonly accessToken?: boolean }
  /** The permissions that `/.default` asks for. */
  readonly requiredResourceAccess?: readonly { readonly resource: string; readonly scopes: readonly string[] }[]

  // In tokens: ID tokens to this app as a client, access tokens for it as an API
  readonly optionalClaims?: {
    readonly idToken?: readonly OptionalClaim[]
    readonly accessToken?: readonly OptionalClaim[]
  }
  /** Default `None`. `ApplicationGroup`: only groups that are assigned to the app. */
  readonly groupMembershipClaims?: 'None' | 'SecurityGroup' | 'ApplicationGroup' | 'All'
  readonly customClaims?: readonly CustomClaim[]
}
