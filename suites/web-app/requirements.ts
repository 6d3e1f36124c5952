import { asvs, microsoft, oidc, rfc } from '../client-requirements.ts'

const sessions = '0x16-V7-Session-Management'
const frontend = '0x12-V3-Web-Frontend-Security'
const codeFlow = 'entra/identity-platform/v2-oauth2-auth-code-flow'
const oidcFlow = 'entra/identity-platform/v2-protocols-oidc'

/** What the web app's cases are held to: one entry a rule. */
export const requirements = {
  // The request
  codeFlow: microsoft(
    codeFlow,
    'authorization code flow',
    'The client MUST ask for a code with its registered redirect URI.',
  ),
  tenant: microsoft(
    codeFlow,
    'authorization code flow',
    'A single-tenant app MUST use the authority of its own tenant.',
  ),
  scopes: rfc(
    6749,
    '3.3',
    'The client MUST ask for the scopes it is registered for; asking for more is excess authority.',
  ),
  openId: oidc('3.1.2.1', 'AuthRequest', 'An OpenID Connect request MUST hold the scope openid.'),
  state: rfc(9700, '4.7.1', 'State MUST be bound to the browser that began, and be unguessable.'),
  nonce: oidc('15.5.2', 'NonceNotes', 'The nonce MUST be unguessable and bound to the session of the browser.'),
  pkce: rfc(7636, '4.1', 'The code verifier MUST be random, and other for each request.'),
  noSecretsInUrls: rfc(6749, '2.3.1', 'Client credentials MUST NOT be in a URI.'),

  // The response
  unknownParameters: rfc(6749, '4.1.2', 'The client MUST ignore response parameters that it does not recognize.'),
  login: rfc(
    6749,
    '10.12',
    'The client MUST bind the response to the browser that asked, lest somebody else be signed in.',
  ),
  codeInjection: rfc(
    9700,
    '4.5.3',
    'The client MUST prevent that a code from elsewhere is injected into its response.',
  ),
  singleUse: rfc(6749, '4.1.2', 'The client MUST NOT use the authorization code more than once.'),
  stateSingleUse: rfc(9700, '4.7.1', 'A one-time token in state MUST be accepted once.'),
  errorResponse: rfc(6749, '4.1.2.1', 'The client MUST NOT sign anybody in by an error response.'),
  sanitized: rfc(6749, '10.14', 'The client MUST sanitize what it receives, in particular what it shows.'),
  issuerParameter: rfc(9207, '2.4', "A client that gets an iss parameter MUST refuse one that is not its issuer's."),
  responseMode: microsoft(
    codeFlow,
    'authorization code flow',
    'A response SHOULD be taken only the way it was asked for.',
  ),
  noImplicitTokens: rfc(9700, '2.1.2', 'Clients SHOULD NOT take tokens from the authorization response.'),
  codeInHistory: rfc(
    9700,
    '4.2.4',
    'The page that a code arrives at SHOULD lead on at once, so that the code leaks nowhere.',
  ),

  // The token request
  tokenRequest: rfc(
    6749,
    '4.1.3',
    'The client MUST redeem the code at the token endpoint, with the same redirect URI.',
  ),
  tokenRequestPost: rfc(6749, '3.2', 'The client MUST use POST for access token requests.'),
  verifier: rfc(7636, '4.5', 'The client MUST send the code verifier when it redeems the code.'),
  tokenErrors: rfc(6749, '5.2', 'A refusal of the token endpoint MUST NOT sign anybody in, nor break the client.'),

  // The ID token
  idTokenSignature: oidc(
    '3.1.3.7',
    'IDTokenValidation',
    'The client SHOULD verify the signature of an ID token, wherever it came from.',
  ),
  idTokenUnsigned: oidc('2', 'IDToken', 'ID tokens MUST NOT use none as alg, unless the client registered for that.'),
  idTokenAlgorithm: oidc('3.1.3.7', 'IDTokenValidation', 'The alg of an ID token SHOULD be RS256, the default.'),
  idTokenIssuer: oidc('3.1.3.7', 'IDTokenValidation', "The issuer of an ID token MUST be exactly the provider's."),
  idTokenAudience: oidc(
    '3.1.3.7',
    'IDTokenValidation',
    'The audience of an ID token MUST be the client, and none it does not trust.',
  ),
  idTokenExpiry: oidc('3.1.3.7', 'IDTokenValidation', 'The current time MUST be before the time in exp.'),
  idTokenNonce: oidc('3.1.3.7', 'IDTokenValidation', 'A nonce that was sent MUST be in the ID token, and be the same.'),
  idTokenNotBefore: rfc(7519, '4.1.5', 'A JWT MUST NOT be accepted before its nbf, but for a small leeway.'),
  idTokenHash: oidc('3.1.3.8', 'CodeFlowTokenValidation', 'Where at_hash is there, the client SHOULD compare it.'),
  idTokenRequired: oidc('3.1.3.3', 'TokenResponse', 'The token response MUST hold an ID token.'),
  idTokenTenant: microsoft(
    'entra/identity-platform/id-token-claims-reference',
    'ID token claims',
    'The tenant in tid SHOULD be the one that the issuer names.',
  ),
  idTokenUnknownClaims: oidc('2', 'IDToken', 'Claims that are not understood MUST be ignored.'),
  idTokenKeys: oidc('10.1', 'Signing', 'The key that verifies MUST be the one that kid names in the published set.'),

  // Where the user goes afterwards
  openRedirect: rfc(9700, '4.11.1', 'Clients MUST NOT expose open redirectors.'),
  headerInjection: {
    text: 'What comes from outside MUST NOT end a header line.',
    source: 'CWE-113',
    url: 'https://cwe.mitre.org/data/definitions/113.html',
  },
  backAgain: microsoft(
    codeFlow,
    'authorization code flow',
    'After the sign-in the user SHOULD be where they wanted to be.',
  ),

  // The session
  rotation: asvs(
    '7.2.4',
    sessions,
    'A new session token MUST be made at every sign-in, and the one before be worth nothing.',
  ),
  serverSide: asvs('7.2.1', sessions, 'Session tokens MUST be verified on the server, and tell nothing by themselves.'),
  httpOnly: asvs('3.3.4', frontend, 'A cookie that scripts have no business with MUST be HttpOnly.'),
  sameSite: asvs('3.3.2', frontend, 'SameSite MUST be set as the purpose of the cookie wants it.'),
  secure: asvs('3.3.1', frontend, 'Cookies of an app behind TLS MUST be Secure.'),
  authenticated: asvs('8.3.1', '0x17-V8-Authorization', 'Access MUST be decided on the server, for every request.'),
  termination: asvs('7.4.1', sessions, 'After signing out the session token MUST be worth nothing.'),
  signOutEverywhere: microsoft(
    oidcFlow,
    'OpenID Connect',
    'To sign the user out, the app MUST end its session, and SHOULD send the browser to the end_session_endpoint.',
  ),
  postLogout: microsoft(
    oidcFlow,
    'OpenID Connect',
    'post_logout_redirect_uri MUST be a registered redirect URI of the app.',
  ),
  frontChannel: microsoft(
    oidcFlow,
    'OpenID Connect',
    'The front-channel logout URL MUST end the session that sid names.',
  ),
  frontChannelIssuer: {
    text: 'An iss that is not the provider’s SHOULD be refused at front-channel logout.',
    source: 'OpenID Connect Front-Channel Logout 1.0 §3',
    url: 'https://openid.net/specs/openid-connect-frontchannel-1_0.html#RPLogout',
  },
  usersApart: microsoft(
    'entra/msal/javascript/node/caching',
    'MSAL Node caching',
    'Each user of a web app MUST have a token cache of their own.',
  ),
  notStored: asvs(
    '14.3.2',
    '0x23-V14-Data-Protection',
    'Pages that hold data of a user SHOULD NOT be stored by caches.',
  ),
  notFramed: asvs('3.4.6', frontend, 'Pages SHOULD NOT be shown in frames of other sites.'),
  tokensHidden: rfc(9700, '4.10', 'Tokens and codes MUST NOT be where others read them: pages, cookies, URLs, logs.'),
  subjectStays: oidc('12.2', 'RefreshTokenResponse', 'The subject of a renewed ID token MUST be the one of the first.'),

  // Calling the API
  bearer: rfc(
    6750,
    '2.1',
    'Clients SHOULD send the token in the Authorization header, and MUST NOT in more than one way.',
  ),
  bearerInQuery: rfc(9700, '4.3.2', 'Clients MUST NOT pass access tokens in a query.'),
  ownResource: rfc(9700, '2.3', 'A token MUST be sent to the resource it is for and nowhere else.'),
  accessToken: microsoft(
    'entra/identity-platform/id-tokens',
    'ID tokens',
    'An API MUST be called with an access token, never with an ID token.',
  ),
  apiRefuses: rfc(
    6750,
    '3.1',
    'On 401 invalid_token the client MAY get a new token and try again; it MUST NOT go on for ever.',
  ),
  renewedOnce: rfc(6750, '3.1', 'On 401 invalid_token the client SHOULD get a new token and try once more.'),
  forbidden: rfc(9110, '15.5.4', 'On 403 the client SHOULD NOT repeat the request with the same credentials.'),
  challenge: microsoft(
    'entra/identity-platform/claims-challenge',
    'claims challenges',
    'A client that gets a claims challenge MUST send the user to Entra ID with the claims it names.',
  ),
  failures: microsoft(
    'azure/architecture/best-practices/transient-faults',
    'transient faults',
    'A failure of a service MUST be told to the user, and MUST NOT break the app.',
  ),
  bounded: microsoft(
    'azure/architecture/antipatterns/retry-storm/',
    'retry storm',
    'Retries MUST be few, with a bounded time for all of it.',
  ),
  escaped: asvs(
    '1.2.1',
    '0x10-V1-Encoding-and-Sanitization',
    'What is put into a page MUST be encoded for where it stands.',
  ),
} as const
