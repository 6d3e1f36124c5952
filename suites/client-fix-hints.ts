import type { FixHint } from './fix-hints.ts'

function hints(node: string, python: string, dotnet: string): readonly FixHint[] {
  return [
    { stack: 'MSAL Node, @azure/identity', hint: node },
    { stack: 'MSAL Python, azure-identity', hint: python },
    { stack: 'Microsoft.Identity.Web, Azure.Identity', hint: dotnet },
  ]
}

/** The likely fix of a finding, by the beginning of the case's id. The longest beginning counts. */
export const clientFixHints: Readonly<Record<string, readonly FixHint[]>> = {
  'web-app.sign-in': hints(
    'keep state, nonce and PKCE verifier on the server under a random cookie; compare state yourself before acquireTokenByCode',
    'use initiate_auth_code_flow and acquire_token_by_auth_code_flow: they check state, nonce and PKCE for you',
    'use AddMicrosoftIdentityWebApp and leave ProtocolValidator and UsePkce as they are',
  ),
  'web-app.sign-in.id-token': hints(
    'validate the ID token with jose against the tenant key set: issuer, audience, expiry, nonce',
    'validate the ID token with PyJWT and PyJWKClient besides what MSAL checks (issuer, audience, expiry, nonce)',
    'do not switch off anything in TokenValidationParameters; keep ValidIssuer to your tenant',
  ),
  'web-app.session': hints(
    'give the session a new identifier at sign-in (req.session.regenerate), HttpOnly, Secure, SameSite=Lax, tokens on the server',
    'use server-side sessions (Flask-Session or your own store); clear the session before you write the user into it',
    'keep the cookie options of the middleware; use a distributed token cache instead of tokens in the cookie',
  ),
  'web-app.calling-the-api': hints(
    'acquireTokenSilent before each call; on a 401 once with forceRefresh, with claims where the challenge has some; then a sign-in',
    'acquire_token_silent_with_error before each call; on a 401 once with force_refresh or claims_challenge; then a sign-in',
    'use IDownstreamApi or ITokenAcquisition and [AuthorizeForScopes]; handle MicrosoftIdentityWebChallengeUserException',
  ),
  'credentials.secret': hints(
    'pass clientSecret to ConfidentialClientApplication and nothing else; check the setting at start-up; log errorCode, not the error',
    'pass client_credential=secret; check the setting at start-up; log error and error_codes only',
    'one entry of SourceType ClientSecret in ClientCredentials; read it from a secret store',
  ),
  'credentials.certificate': hints(
    'pass clientCertificate with thumbprintSha256 and privateKey, and no clientSecret beside it',
    'pass client_credential={"private_key_pfx_path"} or private_key with public_certificate, and no secret beside it',
    'one entry of SourceType Path, StoreWithThumbprint or KeyVault in ClientCredentials; SendX5C where the issuer is registered',
  ),
  'credentials.federated': hints(
    'pass clientAssertion as a function that calls ManagedIdentityCredential.getToken("api://AzureADTokenExchange/.default") each time',
    'pass client_credential={"client_assertion": function}; have the function ask ManagedIdentityCredential each time',
    'one entry of SourceType SignedAssertionFromManagedIdentity with ManagedIdentityClientId',
  ),
  'credentials.managed-identity': hints(
    'one ManagedIdentityCredential for the process, and a scope for each service: its resource and /.default',
    'one ManagedIdentityCredential for the process, and a scope for each service: its resource and /.default',
    'one ManagedIdentityCredential for the process; name the user-assigned identity by its client ID',
  ),
  'configuration.key-vault': hints(
    'read every secret before the server listens; on failure log the name of the setting and exit 1; keep challengeResourceVerification on',
    'read every secret before the app is built; on failure log the name of the setting and exit; keep verify_challenge_resource on',
    'AddAzureKeyVault without optional; let the host fail to start when it throws',
  ),
  'caches.tokens': hints(
    'one ConfidentialClientApplication and a cache partition for each user; let acquireTokenSilent decide when to renew',
    'one ConfidentialClientApplication with a SerializableTokenCache for each session; let acquire_token_silent decide when to renew',
    'AddDistributedTokenCaches; do not cache tokens yourself',
  ),
  'caches.signing-keys': hints(
    'createRemoteJWKSet of jose with its defaults: cached, fetched again for an unknown kid after a cooldown',
    'PyJWKClient with cache_keys and a lifespan; fetch again once for an unknown kid',
    'leave ConfigurationManager with its refresh intervals; RefreshOnIssuerKeyNotFound stays true',
  ),
  'token-broker.client': hints(
    'implement TokenCredential with a cache for each scope and a timeout; share the request under way; throw an error that names the broker',
    'implement TokenCredential.get_token with a cache for each scope and a timeout; one lock for each scope; raise ClientAuthenticationError',
    'derive from TokenCredential with a cache for each scope and a timeout; share a Lazy<Task>; throw AuthenticationFailedException',
  ),
  'token-broker': hints(
    'compare the secret with timingSafeEqual before anything else; take scopes from a list; coalesce concurrent requests for a scope',
    'compare the secret with hmac.compare_digest before anything else; take scopes from a list; one lock for each scope',
    'compare the secret with CryptographicOperations.FixedTimeEquals; take scopes from a list; coalesce with a Lazy<Task>',
  ),
}
