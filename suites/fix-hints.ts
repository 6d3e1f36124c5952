/** How a weakness is usually mended in one stack. */
export interface FixHint {
  readonly stack: string
  readonly hint: string
}

const dotnet = 'Microsoft.Identity.Web'
const spring = 'Spring Security'
const node = 'Node (jose, express-jwt, passport)'
const python = 'Python (PyJWT, fastapi-azure-auth)'
const go = 'Go (go-oidc, golang-jwt)'

/** One hint for each stack, in a fixed order. */
function hints(
  byStack: readonly [dotnet: string, spring: string, node: string, python: string, go: string],
): readonly FixHint[] {
  return [dotnet, spring, node, python, go].map((stack, index) => ({ stack, hint: byStack[index] ?? '' }))
}

const validateEverything = hints([
  'Register AddMicrosoftIdentityWebApi(builder.Configuration), call UseAuthentication before UseAuthorization, and set a FallbackPolicy that requires an authenticated user.',
  'Configure oauth2ResourceServer(oauth2 -> oauth2.jwt(withDefaults())) and end authorizeHttpRequests with anyRequest().authenticated().',
  'jose: await jwtVerify(token, jwks, { issuer, audience, algorithms: ["RS256"], requiredClaims: ["exp"] }) in a middleware that runs before every protected route; express-jwt: credentialsRequired stays true.',
  'Give SingleTenantAzureAuthorizationCodeBearer to the router as Security(azure_scheme), not to single endpoints; PyJWT: jwt.decode(token, key, algorithms=["RS256"], audience=…, issuer=…).',
  'Wrap the whole mux in one middleware that calls provider.Verifier(&oidc.Config{ClientID: …}).Verify and answers 401 on any error.',
])

/** The key set says whose tokens a key verifies. */
const checkKeyIssuer = hints([
  'Call options.TokenValidationParameters.EnableAadSigningKeyIssuerValidation() (Microsoft.IdentityModel.Validators).',
  'Use the key set of the tenant, …/{tenantId}/discovery/v2.0/keys; in a custom JWSKeySelector drop keys whose issuer member is another tenant.',
  'jose: use the key set of the tenant instead of common; with a getKey function of your own, compare the issuer member of the JWK (with {tenantid} filled in) with iss.',
  'Read the key set of the tenant; where common is needed, compare the issuer member of the JWK with iss before jwt.decode.',
  'Use the provider of the tenant; in a KeySet of your own, compare the issuer member of the JWK with iss.',
])

/** Roles of users and of applications are read alike. */
const compareRoles = hints([
  '[Authorize(Roles = "…")] with TokenValidationParameters.RoleClaimType = "roles"; do not map groups or wids to roles.',
  'JwtGrantedAuthoritiesConverter with setAuthoritiesClaimName("roles") and setAuthorityPrefix("ROLE_"), apart from the one for scp.',
  'Array.isArray(payload.roles) && payload.roles.includes(role); claimIncludes("roles", role) in express-oauth2-jwt-bearer.',
  'role in user.roles, where roles is a list: a text would be searched for substrings.',
  'slices.Contains(claims.Roles, role) on []string.',
])

/**
 * The likely fix by kind of weakness, under an id prefix; the longest prefix of a case id counts. Option names are
 * those of the libraries.
 */
export const fixHints: Readonly<Record<string, readonly FixHint[]>> = {
  'api.baseline': validateEverything,
  'api.baseline.anonymous': hints([
    'Mark the endpoint [AllowAnonymous] (or MapHealthChecks("/health").AllowAnonymous()).',
    'permitAll() for the path is not enough for a bad token: give the path a SecurityFilterChain of its own without oauth2ResourceServer.',
    'Register the route before the authentication middleware, or exclude it: express-jwt .unless({ path: ["/health"] }).',
    'Leave the Security(azure_scheme) dependency off the route; do not install it on the whole application.',
    'Mount the handler outside the authenticated mux.',
  ]),
  'api.signature': hints([
    'Leave RequireSignedTokens true, set TokenValidationParameters.ValidAlgorithms = ["RS256"], and never replace SignatureValidator.',
    'Set spring.security.oauth2.resourceserver.jwt.jws-algorithms=RS256 (NimbusJwtDecoder.withJwkSetUri(…).jwsAlgorithm(RS256)).',
    'jose: algorithms: ["RS256"] for jwtVerify with createRemoteJWKSet, never decodeJwt for a decision; express-jwt and jsonwebtoken: algorithms: ["RS256"], never verify with a key that was picked by the alg of the token.',
    'jwt.decode(token, PyJWKClient(jwks_uri).get_signing_key_from_jwt(token).key, algorithms=["RS256"]); never options={"verify_signature": False}.',
    'go-oidc: SupportedSigningAlgs: []string{oidc.RS256}, InsecureSkipSignatureCheck false; golang-jwt: jwt.WithValidMethods([]string{"RS256"}), and not Parser.ParseUnverified.',
  ]),
  'api.keys': hints([
    'Keep the ConfigurationManager that AddMicrosoftIdentityWebApi sets up: RefreshOnIssuerKeyNotFound true, RefreshInterval 5 min, UseLastKnownGoodConfiguration true; set no IssuerSigningKey by hand.',
    'Build the key source with JWKSourceBuilder.create(url).rateLimited(…).outageTolerant(…).build() and give its JWT processor to NimbusJwtDecoder.',
    'jose: one createRemoteJWKSet(url, { cooldownDuration, cacheMaxAge, timeoutDuration }) for the life of the process, not one a request; jwks-rsa: cache: true, rateLimit: true, jwksRequestsPerMinute.',
    'One PyJWKClient(uri, cache_jwk_set=True, lifespan=…, timeout=…) for the life of the process; catch PyJWKClientError and answer 401 or 503.',
    'One oidc.NewRemoteKeySet (or provider) for the life of the process, with a context that outlives requests and an http.Client with a Timeout.',
  ]),
  'api.keys.other-tenant-issuer': checkKeyIssuer,
  'api.headers': hints([
    'Set no IssuerSigningKeyResolver that reads the token; keys come from the metadata of the authority alone.',
    'Use NimbusJwtDecoder with a fixed jwk-set-uri; no JWSKeySelector that follows jku or x5u.',
    'jose: verify with createRemoteJWKSet of a fixed URL, never with EmbeddedJWK; jwks-rsa: a constant jwksUri; look kid up in a Map, never in a path, a query or an object literal.',
    'PyJWKClient with a constant URI; never fetch jwt.get_unverified_header(token)["jku"]; look kid up in a dict of published keys.',
    'go-oidc reads no key from the token; in a jwt.Keyfunc use kid only to look up a map of published keys.',
  ]),
  'api.format': hints([
    'Leave parsing to JsonWebTokenHandler, bound MaximumTokenSizeInBytes, and catch nothing less specific than SecurityTokenException around it.',
    'Leave parsing to NimbusJwtDecoder (BadJwtException becomes a 401) and bound server.max-http-request-header-size.',
    'Call jwtVerify inside try/catch and answer 401 on any error; never JSON.parse(atob(…)) segments yourself; do not offer jwtDecrypt where no JWE is expected.',
    'Catch jwt.PyJWTError (not only InvalidTokenError subclasses you thought of) around every decode, get_unverified_header included.',
    'Check err before using the token; bound http.Server.MaxHeaderBytes; recover() is no substitute.',
  ]),
  'api.time': hints([
    'Leave ValidateLifetime and RequireExpirationTime true and set TokenValidationParameters.ClockSkew to the tolerance you declare; no custom LifetimeValidator.',
    'Keep JwtTimestampValidator(Duration) when you build a DelegatingOAuth2TokenValidator of your own: setJwtValidator replaces the defaults.',
    'jose: clockTolerance (seconds) and requiredClaims: ["exp"], for jose checks exp only if it is there; jsonwebtoken and passport-jwt: ignoreExpiration false.',
    'jwt.decode(…, leeway=…, options={"require": ["exp"]}); never verify_exp False.',
    'go-oidc: SkipExpiryCheck false; golang-jwt: jwt.WithExpirationRequired(), jwt.WithLeeway(…).',
  ]),
  'api.audience': hints([
    'Set AzureAd:ClientId (and AzureAd:Audience, or TokenValidationParameters.ValidAudiences, for v1 tokens); leave ValidateAudience true and write no AudienceValidator with Contains or StartsWith.',
    'Set spring.security.oauth2.resourceserver.jwt.audiences: with issuer-uri alone no audience is checked.',
    'jose: audience: clientId (or [clientId, appIdUri] for v1); without the option nothing is checked. express-jwt: audience; passport-azure-ad: audience, allowMultiAudiencesInToken false.',
    'jwt.decode(…, audience=[client_id, app_id_uri]); never verify_aud False; fastapi-azure-auth: app_client_id is the API, not the web app.',
    "go-oidc: ClientID is the API's, SkipClientIDCheck false; golang-jwt: jwt.WithAudience(…), compared as a whole.",
  ]),
  'api.issuer': hints([
    'Set AzureAd:TenantId to the tenant, not common; for several set ValidIssuers and keep the AadIssuerValidator; never ValidateIssuer false.',
    'Set issuer-uri to https://login.microsoftonline.com/{tenantId}/v2.0; for several use JwtIssuerAuthenticationManagerResolver.fromTrustedIssuers(…).',
    'jose: issuer: the exact strings you serve, compared as a whole; passport-azure-ad: validateIssuer true with issuer: […]; check tid against your list and against iss.',
    'jwt.decode(…, issuer=…); fastapi-azure-auth: SingleTenantAzureAuthorizationCodeBearer, or MultiTenant… with validate_iss=True and an iss_callable that knows your tenants.',
    'oidc.NewProvider(ctx, "https://login.microsoftonline.com/{tenantId}/v2.0") with SkipIssuerCheck false; with InsecureIssuerURLContext compare iss yourself.',
  ]),
  'api.issuer.key-of-another-tenant': checkKeyIssuer,
  'api.token-kind': hints([
    'Keep the scope or role check that Microsoft.Identity.Web makes (AllowWebApiToBeAuthorizedByACL false) and add [RequiredScope] or [RequiredScopeOrAppPermission].',
    'Demand a scope or role on every route, hasAuthority("SCOPE_access_as_user"); set audiences to the API, never to the web app.',
    'After jwtVerify demand a string scp or an array roles, and refuse tokens with nonce, at_hash or c_hash; give web app and API registrations of their own.',
    'Security(azure_scheme, scopes=["access_as_user"]); PyJWT: options={"require": ["scp"]} for users, and refuse tokens with nonce.',
    "IDTokenVerifier is made for ID tokens: use the API's client ID and demand scp or roles from the claims after Verify.",
  ]),
  'api.authorization': hints([
    'Policies in one place: AddAuthorization with RequireScopeOrAppPermission or RequireRole, RoleClaimType "roles", and a FallbackPolicy.',
    'JwtGrantedAuthoritiesConverter with setAuthoritiesClaimName("scp") for SCOPE_ and a second one on "roles" with the prefix ROLE_; then hasAuthority or @PreAuthorize.',
    'One middleware that splits scp at spaces and reads roles as an array, compares whole strings, and knows whether the caller is a user or an application.',
    'Security(azure_scheme, scopes=[…]) for scp, and a dependency that compares user.roles as a list.',
    'Claims into struct{ Scp string `json:"scp"`; Roles []string `json:"roles"` }; strings.Fields and slices.Contains.',
  ]),
  'api.authorization.scope': hints([
    '[RequiredScope("access_as_user")], or RequireScope on the policy; never User.FindFirst("scp").Value.Contains(…).',
    'requestMatchers(…).hasAuthority("SCOPE_access_as_user") with JwtGrantedAuthoritiesConverter (it reads scope, then scp).',
    'payload.scp.split(" ").includes(scope), after typeof payload.scp === "string"; requiredScopes() of express-oauth2-jwt-bearer reads scope, not scp: use claimIncludes("scp", …).',
    'Security(azure_scheme, scopes=["access_as_user"]); by hand: scope in claims["scp"].split(" "), never scope in claims["scp"].',
    'slices.Contains(strings.Fields(claims.Scp), scope), never strings.Contains.',
  ]),
  'api.authorization.role': compareRoles,
  'api.authorization.app-role': compareRoles,
  'api.authorization.caller-kind': hints([
    '[RequiredScope] for users and RequiredScopeOrAppPermission only where applications may call; let idtyp be issued as an optional claim.',
    'Different authority prefixes for scp and roles, and hasAuthority on the right one.',
    'A caller without scp is an application: check roles for it, and never roles of a user where an application is meant.',
    'Two dependencies, one that demands scp and one that demands roles without scp.',
    'Two middlewares, chosen by route: one needs Scp, the other Roles with an empty Scp.',
  ]),
  'api.authorization.client': hints([
    'Check azp (v2) or appid (v1) in JwtBearerEvents.OnTokenValidated and context.Fail; or pre-authorize clients and require assignment in Entra.',
    'A JwtClaimValidator<String>("azp", allowed::contains) in the DelegatingOAuth2TokenValidator, and appid for v1.',
    'Compare payload.azp ?? payload.appid with a list, and azpacr or appidacr with "1" or "2", after jwtVerify.',
    'A dependency that compares user.azp (claims["appid"] in v1) with a list.',
    'Compare claims.Azp or claims.AppID with a map after Verify.',
  ]),
  'api.authorization.user-isolation': hints([
    'Key records by User.GetObjectId() and User.GetTenantId(), never by GetDisplayName, email or preferred_username.',
    'Key by jwt.getClaimAsString("oid") and "tid" (or sub); setPrincipalClaimName("oid").',
    'Key by `${payload.tid}/${payload.oid}`; email and upn are for showing only.',
    'Key by (user.tid, user.oid); email, upn and preferred_username can be changed by others.',
    'Key by claims.Tid and claims.Oid.',
  ]),
  'api.authorization.ownership': hints([
    'Load the record, compare its owner with User.GetObjectId(), return Forbid() or NotFound(): in the handler or an AuthorizationHandler<TRequirement, TResource>.',
    '@PreAuthorize("@posts.isAuthor(#id, authentication.name)") on update and delete.',
    'Put the owner into the statement: UPDATE … WHERE id = ? AND author_oid = ?, and answer 403 or 404 when no row changed.',
    'A dependency that loads the record and raises HTTPException(403) unless record.author_oid == user.oid.',
    'Put the owner into the statement, and check RowsAffected.',
  ]),
  'api.authorization.claims-challenge': hints([
    'Unless User.HasClaim("acrs", …), set Response.Headers.WWWAuthenticate to Bearer with error="insufficient_claims" and claims="<base64>", and answer 401.',
    'A custom AuthenticationEntryPoint that writes error="insufficient_claims" and the base64 claims.',
    'res.set("WWW-Authenticate", `Bearer realm="", error="insufficient_claims", claims="${base64}"`) with status 401; compare with payload.acrs, an array.',
    'raise HTTPException(401, headers={"WWW-Authenticate": …}) with error="insufficient_claims" and the base64 claims.',
    'w.Header().Set("WWW-Authenticate", …) before w.WriteHeader(401).',
  ]),
  'api.transport': hints([
    'Leave JwtBearerEvents.OnMessageReceived alone (SignalR apart): it is where tokens from other places come in.',
    'DefaultBearerTokenResolver with setAllowUriQueryParameter(false) and setAllowFormEncodedBodyParameter(false), the defaults.',
    'ExtractJwt.fromAuthHeaderAsBearerToken() alone; no getToken of your own in express-jwt; /^Bearer ([A-Za-z0-9._~+\\/-]+=*)$/i on the one Authorization header.',
    'fastapi.security.HTTPBearer or azure_scheme alone; nothing from request.query_params or cookies.',
    'r.Header.Values("Authorization") must have one value; cut "Bearer " with strings.EqualFold.',
  ]),
  'api.transport.spoofed': hints([
    'Do not combine AddAppServicesAuthentication with an instance that can be reached past App Service; validate the bearer token in the API.',
    'No RequestHeaderAuthenticationFilter on an instance that can be reached past the gateway.',
    'Never build a user from x-ms-client-principal or x-forwarded-user unless the gateway strips them and is the only way in.',
    'No header-based middleware (X-Forwarded-User) on an instance that can be reached past the gateway.',
    'Strip X-Forwarded-*, X-MS-* and X-Original-* in the outermost handler.',
  ]),
  'api.transport.path': hints([
    'Authorize endpoints (RequireAuthorization, FallbackPolicy), not path prefixes in middleware.',
    'Keep StrictHttpFirewall and match with the same PathPattern matcher as the controllers; end with anyRequest().authenticated().',
    'Attach authentication to the router or route, not to a comparison with req.url; app.set("case sensitive routing") must not differ between guard and route.',
    'Guard routers through dependencies, not request.url.path.startswith(…) in a middleware.',
    'Wrap handlers, not prefixes; http.ServeMux cleans paths before it matches.',
  ]),
  'api.transport.cors': hints([
    'WithOrigins("https://…") with exact origins; AllowAnyOrigin or SetIsOriginAllowed(_ => true) never with AllowCredentials.',
    'CorsConfiguration.setAllowedOrigins(List.of(…)); setAllowedOriginPatterns("*") never with setAllowCredentials(true).',
    'cors({ origin: ["https://…"] }): a list of exact strings, never origin: true with credentials: true.',
    'CORSMiddleware(allow_origins=[…]); no allow_origin_regex without ^ and $.',
    'rs/cors: AllowedOrigins with exact origins; no AllowOriginFunc with strings.HasSuffix.',
  ]),
  'api.transport.errors': hints([
    'UseExceptionHandler and AddProblemDetails; no UseDeveloperExceptionPage, IdentityModelEventSource.ShowPII false; JwtBearer as DefaultChallengeScheme so that no cookie scheme redirects.',
    "server.error.include-stacktrace=never, server.error.include-message=never; BearerTokenAuthenticationEntryPoint instead of oauth2Login's redirect.",
    'An error handler with (err, req, res, next) that answers a fixed text; NODE_ENV=production.',
    'FastAPI(debug=False), an exception handler that answers a fixed detail, logging on the server alone.',
    'http.Error(w, "unauthorized", 401): not err.Error().',
  ]),
  'api.transport.connection': hints([
    "Keep Kestrel's RequestHeadersTimeout and MinRequestBodyDataRate; hold nothing of a caller in static fields or singletons.",
    'server.tomcat.connection-timeout; nothing of a caller in static fields, and clear ThreadLocals.',
    'server.headersTimeout and requestTimeout at their defaults; no caller in module variables: req or AsyncLocalStorage.',
    'uvicorn --timeout-keep-alive, a proxy in front; nothing of a caller in module globals: contextvars or request.state.',
    'http.Server.ReadHeaderTimeout; nothing of a caller in package variables: context.Context.',
  ]),
}
