import type { Mutation, TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { asAppOnly, changed, claims, forbiddenOrInvalid, inVersion, validAppOnly } from '../recipes.ts'

const wrongKind = {
  requirement: requirements.entraScopesAndRoles,
  level: 'MUST',
  severity: 'critical',
  maker: 'another-client',
  expect: forbiddenOrInvalid,
} as const

const noUser = {
  ...wrongKind,
  needs: ['delegated-only-route'],
  request: { route: 'delegated-only' },
  gains: 'Any application of the tenant acts where a user must be present, without anybody signing in.',
} as const

const applications = family('api.authorization.caller-kind', noUser, [
  { id: 'app-on-user-route', title: 'An application is refused where only users are let in', token: validAppOnly },
  {
    id: 'app-with-idtyp-on-user-route',
    title: 'An application whose token says so is refused where only users are let in',
    token: asAppOnly(claims({ idtyp: 'app' })),
  },
  {
    id: 'app-with-role-on-user-route',
    title: 'An application with a role is refused where only users are let in',
    token: asAppOnly(claims({ roles: ['${appRole}'] })),
  },
  {
    id: 'app-with-user-role-on-user-route',
    title: "An application with a user's role is refused where only users are let in",
    token: asAppOnly(claims({ roles: ['${role}'] })),
  },
  {
    id: 'app-with-scope-name-on-user-route',
    title: "An application with a role of the scope's name is refused where only users are let in",
    needs: ['delegated-only-route', 'scoped-route'],
    token: asAppOnly(claims({ roles: ['${scope}'] })),
  },
])

/** The claims of a user's token; written out, for the API may have no route that takes one. */
const userClaims = {
  op: 'set',
  part: 'claims',
  values: {
    scp: '${scope}',
    oid: '${userId}',
    sub: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    name: 'First User',
    preferred_username: 'first.user@${tenantDomain}',
  },
} satisfies Mutation

function userToken(...more: readonly Mutation[]): TokenRecipe {
  return asAppOnly(changed({ op: 'remove', part: 'claims', names: ['roles', 'idtyp'] }, userClaims, ...more))
}

const noApplication = {
  ...wrongKind,
  needs: ['app-only-only-route'],
  request: { route: 'app-only-only' },
  gains: 'Any user does what only a trusted service may do.',
} as const

const users = family('api.authorization.caller-kind', noApplication, [
  { id: 'user-on-app-route', title: 'A user is refused where only applications are let in', token: userToken() },
  {
    id: 'user-with-app-role-on-app-route',
    title: "A user whose role has the application role's name is refused where only applications are let in",
    severity: 'high',
    token: userToken({ op: 'set', part: 'claims', values: { roles: ['${appRole}'] } }),
  },
  {
    id: 'user-with-idtyp-on-app-route',
    title: 'A user whose token says so is refused where only applications are let in',
    severity: 'high',
    token: userToken({ op: 'set', part: 'claims', values: { idtyp: 'user', roles: ['${appRole}'] } }),
  },
])

const unlisted = {
  requirement: requirements.entraActor,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['client-allow-list', 'protected-route'],
  expect: forbiddenOrInvalid,
  gains: 'Any app that a user consents to reaches the API, not only those on the list.',
} as const

const unlistedId = '${unlistedClientId}'

const clients = family('api.authorization.client', unlisted, [
  {
    id: 'unlisted-v2',
    title: 'A v2.0 token of a client that is not on the list is refused',
    needs: ['client-allow-list', 'protected-route', 'v2-tokens'],
    token: inVersion('2.0', claims({ azp: unlistedId })),
  },
  {
    id: 'unlisted-v1',
    title: 'A v1.0 token of a client that is not on the list is refused',
    needs: ['client-allow-list', 'protected-route', 'v1-tokens'],
    token: inVersion('1.0', claims({ appid: unlistedId })),
  },
  {
    id: 'unlisted-app-only',
    title: 'An application that is not on the list is refused',
    needs: ['client-allow-list', 'app-only-route', 'v2-tokens'],
    request: { route: 'app-only' },
    token: asAppOnly(inVersion('2.0', claims({ azp: unlistedId }))),
  },
  {
    id: 'missing',
    title: 'A token that names no client is refused',
    maker: 'issuer-only',
    severity: 'medium',
    token: changed({ op: 'remove', part: 'claims', names: ['azp', 'appid'] }),
  },
  {
    id: 'other-versions-claim',
    title: 'A v2.0 token of an unlisted client with a listed one in the v1.0 claim is refused',
    maker: 'issuer-only',
    severity: 'medium',
    needs: ['client-allow-list', 'protected-route', 'v2-tokens'],
    token: inVersion('2.0', claims({ azp: unlistedId, appid: '${webAppClientId}' })),
  },
  {
    id: 'superstring',
    title: 'A client whose ID begins with a listed one is refused',
    maker: 'issuer-only',
    severity: 'medium',
    needs: ['client-allow-list', 'protected-route', 'v2-tokens'],
    token: inVersion('2.0', claims({ azp: '${webAppClientId}0' })),
  },
])

const publicClient = {
  ...unlisted,
  requirement: requirements.entraClientAuthentication,
  needs: ['confidential-clients-only', 'protected-route'],
  gains: 'Anyone who knows the client ID, which is no secret, poses as the trusted client.',
} as const

const clientAuthentication = family('api.authorization.client-authentication', publicClient, [
  {
    id: 'public-v2',
    title: 'A v2.0 token of a public client is refused where clients must authenticate',
    needs: ['confidential-clients-only', 'protected-route', 'v2-tokens'],
    token: inVersion('2.0', claims({ azpacr: '0' })),
  },
  {
    id: 'public-v1',
    title: 'A v1.0 token of a public client is refused where clients must authenticate',
    needs: ['confidential-clients-only', 'protected-route', 'v1-tokens'],
    token: inVersion('1.0', claims({ appidacr: '0' })),
  },
  {
    id: 'missing',
    title: 'A token that does not say how its client authenticated is refused',
    maker: 'issuer-only',
    severity: 'medium',
    token: changed({ op: 'remove', part: 'claims', names: ['azpacr', 'appidacr'] }),
  },
  {
    id: 'certificate',
    title: 'A client that authenticated with a certificate is accepted',
    severity: 'medium',
    token: claims({ azpacr: '2', appidacr: '2' }),
    expect: { outcome: 'accepted' },
    gains: 'Nothing; but clients lose access when they give up their secret for a certificate.',
  },
])

/** Which kind of caller, and which client, may call at all. */
export const callerCases = [...applications, ...users, ...clients, ...clientAuthentication]
