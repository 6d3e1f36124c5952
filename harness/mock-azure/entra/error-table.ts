/** One row of Microsoft's error codes, as the token endpoint answers it. `{name}` in `text` is filled in. */
export interface EntraErrorFacts {
  /** The OAuth 2.0 error code. */
  readonly error: string
  readonly status: 400 | 401
  readonly text: string
  /** Tells apart what a client should do about it, where Entra ID does. */
  readonly suberror?: 'bad_token' | 'basic_action' | 'consent_required'
  /** Whether Microsoft keeps a page about it, which `error_uri` then names. */
  readonly page?: true
}

type Row = Omit<EntraErrorFacts, 'error' | 'status' | 'text'>

const page = { page: true } as const
const row =
  (error: string, status: 400 | 401) =>
  (text: string, more: Row = {}): EntraErrorFacts => ({ error, status, text, ...more })
const invalidRequest = row('invalid_request', 400)
const invalidClient = row('invalid_client', 401)
const invalidGrant = row('invalid_grant', 400)
const invalidScope = row('invalid_scope', 400)

/**
 * Entra ID's errors by their AADSTS number, as /token answers them; /authorize redirects with the same `error`, or shows
 * them on a page where it must not redirect.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes and published recordings. 70021 is not
 * here: Entra ID answers with 700211, 700212 or 700213 in its place now.
 */
export const entraErrors = {
  16000: row(
    'interaction_required',
    400,
  )('Either multiple user identities are available for the current request or the selected account is not supported.'),
  28000: invalidScope(
    "Provided value for the input parameter 'scope' is not valid because it contains more than one resource. Scope {scope} is not valid.",
  ),
  50011: invalidRequest(
    "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{client}'.",
    page,
  ),
  50013: invalidGrant('Assertion failed signature validation. [Reason - {reason}]', page),
  50020: invalidRequest(
    "User account '{user}' from identity provider '{idp}' does not exist in tenant '{tenant}' and cannot access the application '{client}' in that tenant.",
    page,
  ),
  50027: invalidRequest('JWT token is invalid or malformed.', page),
  50034: invalidGrant("The user account {user} does not exist in the '{tenant}' directory.", page),
  50049: row('invalid_instance', 400)('Unknown or invalid instance.', page),
  50048: invalidClient('Subject mismatches Issuer claim in the client assertion.', page),
  50057: invalidGrant('The user account is disabled.', page),
  50058: row('login_required', 400)('A silent sign-in request was sent but no user is signed in.'),
  50059: invalidRequest(
    'No tenant-identifying information found in either the request or implied by any provided credentials.',
    page,
  ),
  50076: invalidGrant(
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
    { ...page, suberror: 'basic_action' },
  ),
  50089: invalidRequest('Authentication failed due to flow token expired.', page),
  50105: invalidRequest(
    "Your administrator has configured the application '{client}' to block users unless they are specifically granted access to it. The signed in user '{user}' is blocked.",
    page,
  ),
  50126: invalidGrant('Error validating credentials due to invalid username or password.', page),
  50147: invalidRequest("Invalid 'code_challenge_method' or 'code_challenge' parameter."),
  50173: invalidGrant(
    'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
    { ...page, suberror: 'bad_token' },
  ),
  50194: invalidRequest(
    "Application '{client}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps.",
    page,
  ),
  54005: invalidGrant(
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  ),
  65001: invalidGrant(
    "The user or administrator has not consented to use the application with ID '{client}'. Send an interactive authorization request for this user and resource.",
    { suberror: 'consent_required' },
  ),
  65004: row('access_denied', 400)('User declined to consent to access the app.'),
  70000: invalidGrant("Provided grant is invalid or malformed: the '{parameter}' was not issued here.", page),
  70003: row('unsupported_grant_type', 400)("The access grant '{grant}' is not supported."),
  70005: row('unsupported_response_type', 400)("The response type '{type}' is not supported here.", page),
  70007: row(
    'unsupported_response_mode',
    400,
  )("'{mode}' is not a supported value of 'response_mode' when requesting a token."),
  70008: invalidGrant('The provided authorization code or refresh token has expired. Send a new interactive request.'),
  70011: invalidScope(
    "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  ),
  70016: row('authorization_pending', 400)('OAuth 2.0 device flow error. Authorization is pending. Continue polling.'),
  70018: row('bad_verification_code', 400)('Invalid verification code.'),
  70020: row(
    'expired_token',
    400,
  )("The provided value for the input parameter 'device_code' is not valid. This device code has expired."),
  70025: invalidClient("The client '{client}' has no configured federated identity credentials."),
  90002: invalidRequest("Tenant '{tenant}' not found. Check the tenant ID and that it belongs to this cloud.", page),
  90023: invalidRequest("Unsupported '{parameter}' value."),
  90094: row(
    'access_denied',
    400,
  )("'{client}' needs permission to access resources in your organization that only an administrator can grant."),
  240002: invalidRequest("Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.", page),
  500011: row('invalid_resource', 400)(
    'The resource principal named {resource} was not found in the tenant named {tenant}.',
    page,
  ),
  500112: row(
    'invalid_client',
    400,
  )(
    "The reply address '{redirectUri}' does not match the reply address '{expected}' provided when requesting Authorization code.",
  ),
  500113: invalidRequest('No reply address is registered for the application.'),
  500131: invalidGrant(
    "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '{audience}' and the expected audience is '{client}'.",
    page,
  ),
  500133: invalidGrant('Assertion is not within its valid time range.', page),
  501051: invalidGrant("Application '{client}' is not assigned to a role for the application '{resource}'.", page),
  501481: invalidGrant(
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    page,
  ),
  650053: row(
    'invalid_client',
    400,
  )("The application '{client}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'."),
  650057: row(
    'invalid_client',
    400,
  )(
    "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {client}. Resource value from request: {resource}.",
  ),
  700005: invalidGrant('Provided Authorization Code is intended to use against other tenant, thus rejected.'),
  700016: row('unauthorized_client', 400)(
    "Application with identifier '{client}' was not found in the directory '{tenant}'.",
    page,
  ),
  700023: invalidClient('Client assertion audience claim does not match Realm issuer.', page),
  700024: invalidClient('Client assertion is not within its valid time range.', page),
  700025: invalidClient(
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    page,
  ),
  700027: invalidClient(
    "Client assertion failed signature validation for the application '{client}'. [Reason - {reason}]",
    page,
  ),
  700030: invalidClient('Invalid certificate - subject name in certificate is not authorized.', page),
  700051: row('unsupported_response_type', 400)("response_type 'token' is not enabled for the application."),
  700054: row('unsupported_response_type', 400)("response_type 'id_token' is not enabled for the application.", page),
  700082: invalidGrant('The refresh token has expired due to inactivity.', { ...page, suberror: 'bad_token' }),
  700084: invalidGrant(
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended.',
    { ...page, suberror: 'bad_token' },
  ),
  700211: invalidClient("No matching federated identity record found for presented assertion issuer '{issuer}'."),
  700212: invalidClient("No matching federated identity record found for presented assertion audience '{audience}'."),
  700213: invalidClient("No matching federated identity record found for presented assertion subject '{subject}'."),
  700214: invalidClient(
    "The audience of the federated identity credential must be 'api://AzureADTokenExchange' for assertions that Microsoft Entra ID issued.",
  ),
  700226: invalidClient('Only MSI tokens may be used as Federated Identity Credentials for AAD issuer.'),
  700229: invalidClient(
    'Only app-only tokens can be used as Federated Identity Credentials for Microsoft Entra issuer.',
    page,
  ),
  700231: invalidClient(
    'Token obtained using another federated identity credential may not be used as federated identity credential.',
  ),
  700236: invalidClient(
    "Entra ID tokens issued by issuer '{issuer}' may not be used for federated identity credential flows for applications or managed identities registered in this tenant.",
  ),
  900023: invalidRequest(
    "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
    page,
  ),
  900144: invalidRequest("The request body must contain the following parameter: '{parameter}'.", page),
  900561: invalidRequest('The endpoint only accepts {accepted} requests. Received a {method} request.', page),
  1002012: invalidScope(
    "The scope {scope} is not valid. Client credential flows must name a resource with the suffix '/.default'.",
  ),
  5002727: invalidRequest("Invalid JWT header type specified, must be 'JWT' or 'http://openid.net/specs/jwt/1.0'."),
  5002738: invalidRequest("Invalid JWT token. '{alg}' is not a supported signature algorithm."),
  5002741: invalidRequest('Invalid JWT token. More than one audience is not supported.'),
  7000114: invalidGrant("Application '{client}' is not allowed to make application on-behalf-of calls.", page),
  7000215: invalidClient("Invalid client secret provided for app '{client}'.", page),
  7000216: invalidClient(
    "'client_assertion', 'client_secret' or 'request' is required for the '{grant}' grant type.",
    page,
  ),
  7000218: invalidClient(
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    page,
  ),
  7000222: invalidClient("The provided client secret keys for app '{client}' are expired.", page),
  7002138: invalidClient(
    "No matching federated identity record found for presented assertion subject '{subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison.",
  ),
  9000411: invalidRequest("The request is not properly formatted. The parameter '{parameter}' is duplicated.", page),
  9001023: invalidRequest("The grant type '{grant}' is not supported over the /common or /consumers endpoints.", page),
  9002313: invalidRequest('Invalid request. Request is malformed or invalid.', page),
  9002325: invalidRequest('Proof Key for Code Exchange is required for cross-origin authorization code redemption.'),
  9002326: invalidRequest(
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  ),
  9002327: invalidRequest(
    "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  ),
  9002332: invalidRequest(
    "Application '{client}' is configured for use by Microsoft Entra users only. Please do not use the /consumers endpoint to serve this request.",
    page,
  ),
} as const satisfies { readonly [code: number]: EntraErrorFacts }

export type EntraErrorCode = keyof typeof entraErrors
