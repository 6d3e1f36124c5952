import { asvs, microsoft, rfc } from '../client-requirements.ts'

const tokenCache = 'entra/identity-platform/msal-acquire-cache-tokens'
const refreshTokens = 'entra/identity-platform/refresh-tokens'
const identityTokens = 'entra/identity/managed-identities-azure-resources/how-to-use-vm-token'

/** What the cache cases are held to. One entry a rule. */
export const requirements = {
  cached: microsoft(
    tokenCache,
    'get a token from the token cache',
    'An application MUST look in its token cache first, and ask Entra ID only where it must.',
  ),
  freshEnough: microsoft(
    tokenCache,
    'get a token from the token cache',
    'A token MUST be renewed before it expires, which the libraries do five minutes ahead.',
  ),
  earlyRenewal: microsoft(
    'entra/architecture/resilience-client-app',
    'resilience of client applications',
    'Where the answer names refresh_in, the token SHOULD be renewed from then on while the old one still serves.',
  ),
  coalesced: microsoft(
    tokenCache,
    'get a token from the token cache',
    'Calls at the same time SHOULD share one renewal.',
  ),
  rotation: microsoft(
    refreshTokens,
    'refresh tokens',
    'A refresh token replaces itself with a fresh one upon every use; the client MUST use the newest and delete the old.',
  ),
  interaction: microsoft(
    'entra/msal/javascript/node/acquire-token-requests',
    'acquire and use an access token',
    'Where a silent renewal needs the user, the application MUST lead the user to sign in again.',
  ),
  deadGrant: rfc(
    6749,
    '5.2',
    'invalid_grant says that the refresh token is invalid, expired or revoked: the client SHOULD NOT send it again.',
  ),
  transient: microsoft(
    'entra/architecture/resilience-client-app',
    'resilience of client applications',
    'A 429 or a 5xx is transient: the application MUST keep the session and try again later, a bounded number of times.',
  ),
  throttled: microsoft(
    'entra/architecture/resilience-client-app',
    'resilience of client applications',
    'A client that is throttled MUST wait as long as Retry-After says, in either of its forms, before it asks again.',
  ),
  usersApart: microsoft(
    'entra/msal/javascript/node/caching',
    'token caching in MSAL Node',
    'A web app serves many users: each MUST have a token cache of their own.',
  ),
  signedOutCache: microsoft(
    'entra/identity-platform/scenario-web-app-sign-user-sign-in',
    'sign-in and sign-out of a web app',
    "Signing out MUST remove the account's tokens from the cache.",
  ),
  persistentCache: microsoft(
    'entra/msal/dotnet/how-to/token-cache-serialization',
    'token cache serialization',
    'With a token cache that outlives the process, a restart MUST NOT ask users to sign in again.',
  ),
  volatileCache: microsoft(
    'entra/msal/dotnet/how-to/token-cache-serialization',
    'token cache serialization',
    'Without a token cache that outlives the process, the application MUST lead the user to a clean sign-in after a restart.',
  ),
  sessionLifetime: asvs(
    'V7.3.2',
    '0x16-V7-Session-Management',
    'A session MUST end after the absolute lifetime that is declared, used or not.',
  ),
  identityCached: microsoft(
    identityTokens,
    'use managed identities to acquire an access token',
    'Tokens of a managed identity MUST be cached by the application, or it is throttled.',
  ),
  identityRenewed: microsoft(
    identityTokens,
    'use managed identities to acquire an access token',
    'The application MUST be prepared for a token to expire, and fetch another before that.',
  ),
  identityHalfLife: microsoft(
    identityTokens,
    'use managed identities to acquire an access token',
    'A token that lives for more than two hours SHOULD be renewed from half of its life on, while the old one serves.',
  ),
  claimsChallenge: microsoft(
    'entra/identity-platform/app-resilience-continuous-access-evaluation',
    'continuous access evaluation in applications',
    'A claims challenge MUST lead to a new token: the one in the cache has been refused.',
  ),
  claimsTold: microsoft(
    'entra/identity-platform/claims-challenge',
    'claims challenges',
    'A client MUST NOT repeat a request with the token that a claims challenge has refused.',
  ),
  assertionFetched: microsoft(
    'entra/workload-id/workload-identity-federation-config-app-trust-managed-identity',
    'an application trusts a managed identity',
    'The assertion is a token of the managed identity that expires: it MUST be fetched when it is needed, not once.',
  ),
  tlsVerified: rfc(6750, '5.2', 'The client MUST validate the TLS certificate chain of whom it sends a token to.'),
  tlsToIssuer: rfc(
    6749,
    '10.9',
    "The client MUST verify the authorization server's certificate before it sends credentials there.",
  ),
  bounded: microsoft(
    'azure/architecture/antipatterns/retry-storm/',
    'retry storm antipattern',
    'A client MUST bound how long it waits and how often it tries again.',
  ),
  correlation: microsoft(
    'entra/msal/dotnet/advanced/exceptions/msal-logging',
    'logging in MSAL',
    'Requests to Entra ID SHOULD carry a correlation ID of their own, so that a failure can be traced.',
  ),
  signingKeys: microsoft(
    'entra/identity-platform/signing-key-rollover',
    'signing key rollover',
    'Signing keys MUST be cached for a day at most, and an unknown key ID MUST lead to the current ones without a restart.',
  ),
  keysAtHand: microsoft(
    'entra/identity-platform/signing-key-rollover',
    'signing key rollover',
    'Keys SHOULD be cached, so that signing in does not depend on the key set at every moment.',
  ),
  retiredKey: microsoft(
    'entra/identity-platform/signing-key-rollover',
    'signing key rollover',
    'A key that has been gone from the key set for a day SHOULD verify nothing any more.',
  ),
} as const
