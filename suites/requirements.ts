import type { Requirement } from '../harness/verdict.ts'

/** A section of an RFC: `source` reads `RFC 8725 §3.1`. */
function rfc(number: number, section: string, text: string): Requirement {
  return {
    text,
    source: `RFC ${number} §${section}`,
    url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
  }
}

/** The successor of RFC 8725, still a draft. */
function rfc8725bis(section: string, text: string): Requirement {
  return {
    text,
    source: `draft-ietf-oauth-rfc8725bis §${section}`,
    url: `https://datatracker.ietf.org/doc/html/draft-ietf-oauth-rfc8725bis#section-${section}`,
  }
}

/** OWASP Application Security Verification Standard 5.0, chapter V9. */
function asvs(id: string, text: string): Requirement {
  return {
    text,
    source: `OWASP ASVS 5.0 ${id}`,
    url: 'https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x18-V9-Self-contained-Tokens.md',
  }
}

/** A page of the Microsoft identity platform's documentation. */
function entra(page: string, text: string): Requirement {
  return {
    text,
    source: `Microsoft Entra: ${page}`,
    url: `https://learn.microsoft.com/entra/identity-platform/${page}`,
  }
}

/**
 * What the cases are held to: a sentence in our words, where it is written, and a link. One entry a rule; a case that
 * needs another sentence of the same section gets its own entry.
 */
export const requirements = {
  // RFC 8725, JSON Web Token Best Current Practices
  weakSignatures: rfc(
    8725,
    '2.1',
    'A recipient MUST NOT let the token choose between no signature, MAC and signature.',
  ),
  algorithmVerification: rfc(
    8725,
    '3.1',
    'Libraries MUST NOT use any algorithm outside the set the caller supports, and each key MUST be used with exactly one.',
  ),
  validateAllOperations: rfc(
    8725,
    '3.3',
    'Every cryptographic operation MUST be validated and the whole JWT rejected if any of them fails.',
  ),
  validateInputs: rfc(8725, '3.4', 'Cryptographic inputs MUST be validated before they are used.'),
  keyEntropy: rfc(8725, '3.5', 'A guessable text MUST NOT be the key of a keyed MAC.'),
  utf8: rfc(8725, '3.7', 'Header and claims MUST be UTF-8 encoded JSON; no other encoding may be used.'),
  keysBelongToIssuer: rfc(
    8725,
    '3.8',
    'The application MUST validate that the keys used belong to the issuer, and reject the JWT if they do not.',
  ),
  audience: rfc(
    8725,
    '3.9',
    'The application MUST validate the audience and reject the JWT if it is absent or not associated with the recipient.',
  ),
  doNotTrustReceivedClaims: rfc(
    8725,
    '3.10',
    'A received kid MUST NOT lead to injection, and a received jku or x5u MUST NOT be followed unless it is allow-listed.',
  ),
  explicitTyping: rfc(8725, '3.11', 'A JWT whose typ names another kind of JWT SHOULD be refused.'),
  mutuallyExclusiveRules: rfc(
    8725,
    '3.12',
    'Validation rules for different kinds of JWT MUST be mutually exclusive, rejecting JWTs of the wrong kind.',
  ),

  // draft-ietf-oauth-rfc8725bis
  bisAlgorithmVerification: rfc8725bis(
    '3.1',
    'The alg MUST be compared exactly, case included, with the algorithms the application expects.',
  ),
  bisHashIterations: rfc8725bis('3.13', 'Recipients SHOULD refuse a PBES2 iteration count above a reasonable limit.'),
  bisFormat: rfc8725bis('3.14', 'Recipients MUST refuse what is not a compact JWT: letters, digits, - _ and . only.'),
  bisDecompression: rfc8725bis('3.15', 'Recipients SHOULD limit the decompressed size of a JWE, such as to 250 KB.'),

  // JWS and JWT
  base64url: rfc(
    7515,
    '2',
    'Segments MUST be base64url without padding, line breaks, white space or other characters.',
  ),
  compactSerialization: rfc(7515, '3.1', 'A compact JWS MUST have exactly three segments.'),
  uniqueMembers: rfc(
    7515,
    '4',
    'Header parameter names MUST be unique: refuse duplicates, or use the lexically last one throughout.',
  ),
  protectedHeader: rfc(7515, '4.1', 'A recipient MUST ignore header parameters it does not understand, save in crit.'),
  algPresent: rfc(7515, '4.1.1', 'The alg parameter MUST be present, a string, and understood by the recipient.'),
  keyId: rfc(7515, '4.1.4', 'The kid is a hint which key was used; its value MUST be a case-sensitive string.'),
  critical: rfc(
    7515,
    '4.1.11',
    'If a parameter listed in crit is not understood and supported by the recipient, the JWS MUST be refused.',
  ),
  critShape: rfc(
    7515,
    '4.1.11',
    'A crit MUST be a non-empty array of names that occur in the header and are not registered ones.',
  ),
  uniqueClaims: rfc(
    7519,
    '4',
    'Claim names MUST be unique: refuse duplicates, or use the lexically last one throughout.',
  ),
  memberNames: rfc(7519, '10.1.1', 'Claim names MUST be compared with their letter case: AUD is not aud.'),
  claimsObject: rfc(7519, '7.2', 'Header and claims MUST each be one completely valid JSON object, encoded in UTF-8.'),
  jwtAudience: rfc(
    7519,
    '4.1.3',
    'A principal that does not identify itself with a value in the aud claim MUST reject the JWT.',
  ),
  expiry: rfc(7519, '4.1.4', 'A JWT MUST NOT be accepted on or after its exp, but for a small leeway.'),
  notBefore: rfc(7519, '4.1.5', 'A JWT MUST NOT be accepted before its nbf, but for a small leeway.'),
  issuedAt: rfc(7519, '4.1.6', 'An iat MUST be a NumericDate.'),
  unencodedPayload: rfc(7797, '7', 'JWTs MUST NOT use b64 with a false value.'),
  unencodedCritical: rfc(
    7797,
    '6',
    'A header with b64 MUST list it in crit, so that who cannot process it refuses it.',
  ),
  numericDate: rfc(7519, '2', 'A NumericDate MUST be a JSON number of seconds since the epoch.'),
  requiredClaims: rfc(
    9068,
    '2.2',
    'An access token MUST carry iss, exp, aud, sub and iat, each of its registered type.',
  ),

  jweInner: rfc(
    8725,
    '3.3',
    'Encryption proves nothing about the sender: a nested JWT MUST have a valid signature of its own.',
  ),

  // Bearer tokens
  bearerHeader: rfc(6750, '2.1', 'Credentials MUST be "Bearer" and one b64token; servers MUST support this method.'),
  bearerBody: rfc(6750, '2.2', 'A token in the form body MUST NOT be honoured unless all its conditions are met.'),
  bearerChallenge: rfc(
    6750,
    '3',
    'A refused request MUST be answered with a WWW-Authenticate header of scheme Bearer.',
  ),
  bearerErrors: rfc(
    6750,
    '3.1',
    'An expired, revoked, malformed or otherwise invalid token SHOULD be answered 401 with error="invalid_token".',
  ),

  // OWASP
  tokenIntegrity: asvs('9.1.1', "The signature or MAC MUST be validated before the token's contents are accepted."),
  algorithmAllowList: asvs('9.1.2', 'Only allow-listed algorithms, never none, MUST be used to verify tokens.'),
  trustedKeySources: asvs(
    '9.1.3',
    'Key material MUST come from pre-configured sources; jku, x5u and jwk MUST be validated against an allow-list.',
  ),
  tokenType: asvs('9.2.2', 'The service MUST validate that the token is of the right type and meant for this purpose.'),
  objectLevelAuthorization: {
    text: 'Every access to an object by its identifier MUST check that the caller may perform the action on it.',
    source: 'OWASP API1:2023',
    url: 'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
  },
  functionLevelAuthorization: {
    text: 'Every function MUST deny access by default, whatever the method, path spelling or header.',
    source: 'OWASP API5:2023',
    url: 'https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/',
  },
  responseSplitting: {
    text: 'What a request brings MUST NOT add lines to the header of the answer.',
    source: 'CWE-113',
    url: 'https://cwe.mitre.org/data/definitions/113.html',
  },
  prototypePollution: {
    text: 'What a request brings MUST NOT change the prototypes other requests rely on.',
    source: 'CWE-1321',
    url: 'https://cwe.mitre.org/data/definitions/1321.html',
  },
  resourceConsumption: {
    text: 'The size and the cost of what a caller sends MUST be bounded.',
    source: 'OWASP API4:2023',
    url: 'https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/',
  },

  // Microsoft Entra
  entraAccessTokens: entra(
    'access-tokens',
    'An API MUST validate the signature, issuer, audience and lifetime of every access token.',
  ),
  entraTokenClaims: entra(
    'access-token-claims-reference',
    'An API MUST NOT depend on the order, the presence of undocumented claims or the typ of the token.',
  ),
  entraClaimsValidation: entra(
    'claims-validation',
    'An API MUST validate audience, tenant, subject, actor and permissions before it grants access.',
  ),
  entraKeyRollover: entra(
    'signing-key-rollover',
    'An API MUST follow a rollover of the signing keys: refetch on an unknown kid, at most every five minutes.',
  ),
  entraClaimsChallenge: entra(
    'claims-challenge',
    'A claims challenge MUST be a 401 with error="insufficient_claims" and the base64 claims request.',
  ),

  // Keys and what they may verify
  keyUse: rfc(7517, '4.2', 'A key published for encryption (use: enc) MUST NOT verify a signature.'),
  keyOperations: rfc(7517, '4.3', 'A key whose key_ops do not hold verify MUST NOT verify a signature.'),
  distinctKeyIds: rfc(
    7517,
    '4.5',
    'Keys of one set SHOULD have distinct kid values; a reader must survive it where not.',
  ),
  unknownKeyTypes: rfc(7517, '5', 'An entry of a key set whose kty is not understood SHOULD be ignored.'),
  entraKeyAge: entra(
    'signing-key-rollover',
    'An API MUST read the key set again at least once a day, so that a key that was withdrawn verifies nothing.',
  ),
  keysAtHand: entra(
    'signing-key-rollover',
    'An API SHOULD cache the signing keys, and go on with the keys it has while the key set cannot be read.',
  ),
  noKeysNoAccess: entra(
    'signing-key-rollover',
    'Without signing keys no token can be validated: an API MUST refuse until it has them, and recover by itself.',
  ),
  entraKeyIssuer: entra(
    'access-tokens',
    'The issuer that the key set gives a signing key MUST be the issuer of the token it verifies.',
  ),

  // The token's lifetime, issuer, tenant and version
  tokenLifetime: entra(
    'configurable-token-lifetimes',
    'Entra issues access tokens for a day at most; an API MAY refuse one that claims to live longer.',
  ),
  issuerExact: rfc(7519, '4.1.1', 'An iss MUST be compared as a whole, as a case-sensitive string.'),
  entraIssuer: entra('access-tokens', 'An API MUST accept the issuers of the tenants it serves and no other.'),
  entraTenant: entra(
    'claims-validation',
    'An API MUST validate that tid is a tenant it serves and the one its issuer names.',
  ),
  entraVersion: entra(
    'access-token-claims-reference',
    'A token MUST be validated by the rules of its version: ver, iss and aud belong together.',
  ),
  nationalClouds: entra(
    'authentication-national-cloud',
    'Each national cloud has its own issuers; one cloud MUST NOT accept those of another.',
  ),

  // The kind of token
  entraIdTokens: entra('id-tokens', 'An ID token MUST NOT be used to call an API.'),
  entraRefreshTokens: entra(
    'refresh-tokens',
    'A refresh token is opaque and for Entra alone: an API MUST NOT accept it.',
  ),
  dpopBound: rfc(9449, '7.2', 'A DPoP-bound token received as a bearer token MUST be refused by who supports DPoP.'),
  certificateBound: rfc(8705, '3', 'A certificate-bound token without its certificate MUST be refused.'),

  // Authorization
  insufficientScope: rfc(
    6750,
    '3.1',
    'A request that needs more privileges than the token gives SHOULD be answered 403 with error="insufficient_scope".',
  ),
  scopeSyntax: rfc(6749, '3.3', 'A scope is a list of case-sensitive strings; each MUST be compared as a whole.'),
  entraScopesAndRoles: entra(
    'scenario-protected-web-api-verification-scope-app-roles',
    'An API MUST check scp for callers with a user and roles for applications, and never the one for the other.',
  ),
  entraAppRoles: entra(
    'howto-add-app-roles-in-apps',
    'Roles MUST be read from the roles claim, each compared as a whole.',
  ),
  entraActor: entra('claims-validation', 'An API that serves known clients alone MUST validate azp or appid.'),
  entraClientAuthentication: entra(
    'access-token-claims-reference',
    'An API for confidential clients MUST validate azpacr or appidacr: 0 is a public client.',
  ),
  entraGroupsOverage: entra(
    'access-token-claims-reference',
    'Where groups are too many the token holds a link; it MUST NOT grant anything by itself.',
  ),
  entraSubject: entra(
    'claims-validation',
    'Users MUST be told apart by oid or sub with tid, never by email, upn or preferred_username.',
  ),

  // How the request carries the token
  authenticationScheme: rfc(
    9110,
    '11.1',
    'The name of an authentication scheme MUST be compared without regard to case.',
  ),
  fieldNames: rfc(9110, '5.1', 'Names of header fields MUST be compared without regard to case.'),
  anonymousRoutes: rfc(
    9110,
    '11.6.2',
    'A client MAY send credentials with any request; a route that needs none answers all the same.',
  ),
  singleFields: rfc(
    9110,
    '5.3',
    "A field that is not a list MUST NOT be sent twice: its meaning is then anybody's guess.",
  ),
  oneMethod: rfc(
    6750,
    '3.1',
    'A request that uses more than one method for its token SHOULD be answered 400 with error="invalid_request".',
  ),
  noTokenInQuery: rfc(9700, '4.3.2', 'Access tokens MUST NOT be passed in a query: it is logged, kept and forwarded.'),
  noTokenInCookies: rfc(
    6750,
    '5.3',
    'Bearer tokens MUST NOT be taken from cookies that a foreign site can make a browser send.',
  ),
  authenticatedCaching: rfc(
    9111,
    '3.5',
    'An answer to an authenticated request MUST NOT be stored by a shared cache unless it says so: it should not.',
  ),
  easyAuthHeaders: {
    text: 'Identity headers are only worth what the gateway that writes them is: from outside they MUST be ignored.',
    source: 'Microsoft Azure App Service: configure-authentication-user-identities',
    url: 'https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities',
  },
  crossOrigin: {
    text: 'Only declared origins MUST be named in Access-Control-Allow-Origin, compared as a whole.',
    source: 'Fetch Standard, CORS protocol',
    url: 'https://fetch.spec.whatwg.org/#http-cors-protocol',
  },
  misconfiguration: {
    text: 'Error answers MUST NOT give away stack traces, secrets or other inner workings.',
    source: 'OWASP API8:2023',
    url: 'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
  },
  ownSession: {
    text: 'What belongs to one caller MUST NOT reach another, however many are served at once.',
    source: 'CWE-488',
    url: 'https://cwe.mitre.org/data/definitions/488.html',
  },

  // Shapes of genuine tokens
  unknownClaims: rfc(7519, '4', 'Claims that are not understood MUST be ignored.'),
  entraOptionalClaims: entra(
    'optional-claims-reference',
    'An API MUST NOT need a claim that Entra leaves out by default, nor stumble over one that it adds on request.',
  ),
  entraTokenReuse: entra('access-tokens', 'An access token MUST be accepted for every request until it expires.'),
  entraGroupsLimit: entra(
    'access-token-claims-reference',
    'A JWT holds up to 200 groups, so an API SHOULD take header fields of that size.',
  ),
} as const satisfies { readonly [name: string]: Requirement }
