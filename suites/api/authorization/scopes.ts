import type { Json } from '../../../harness/json.ts'
import type { TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { accepted, changed, claims, forbiddenOrInvalid, insufficientScope, without } from '../recipes.ts'

function scp(value: Json): TokenRecipe {
  return claims({ scp: value })
}

/** The token's permission under another name than scp. */
function insteadOfScp(values: { readonly [name: string]: Json }): TokenRecipe {
  return changed({ op: 'remove', part: 'claims', names: ['scp'] }, { op: 'set', part: 'claims', values })
}

const onScopedRoute = {
  requirement: requirements.scopeSyntax,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['scoped-route'],
  request: { route: 'scoped' },
  expect: forbiddenOrInvalid,
  gains: 'A client that was given a lesser permission does what it was not allowed.',
} as const

/** Tokens of clients that were given other scopes of this API, and nothing else. */
const otherScopes = family('api.authorization.scope', onScopedRoute, [
  {
    id: 'other',
    title: 'A token with another scope is refused',
    requirement: requirements.insufficientScope,
    severity: 'critical',
    token: scp('Other.Read'),
    expect: insufficientScope,
  },
  {
    id: 'several-others',
    title: 'A token with several other scopes is refused',
    requirement: requirements.insufficientScope,
    severity: 'critical',
    token: scp('Other.Read Other.Write offline_access'),
    expect: insufficientScope,
  },
  {
    id: 'openid',
    title: 'A token with the scopes of a sign-in alone is refused',
    requirement: requirements.insufficientScope,
    token: scp('openid profile email'),
  },
  { id: 'suffixed', title: 'A token whose scope begins with ours is refused', token: scp('${scope}.Basic') },
  { id: 'longer-word', title: 'A token whose scope is ours and a letter is refused', token: scp('${scope}s') },
  { id: 'prefixed', title: 'A token whose scope ends with ours is refused', token: scp('Other.${scope}') },
  { id: 'prefix', title: 'A token whose scope is the beginning of ours is refused', token: scp('${scope|but-last}') },
  { id: 'substring', title: 'A token whose scope is the end of ours is refused', token: scp('${scope|but-first}') },
  {
    id: 'in-roles',
    title: 'A token with our scope as a role, and no scope, is refused',
    requirement: requirements.entraScopesAndRoles,
    needs: ['delegated-only-route', 'scoped-route'],
    request: { route: 'delegated-only' },
    token: insteadOfScp({ roles: ['${scope}'] }),
  },
  {
    id: 'missing',
    title: 'A token with roles and no scope is refused',
    requirement: requirements.entraScopesAndRoles,
    token: insteadOfScp({ roles: ['Other.Role'] }),
  },
])

const oddScope = {
  ...onScopedRoute,
  severity: 'medium',
  maker: 'issuer-only',
  gains: 'Scopes are read loosely; where others choose names, a name that is made for it grants more.',
} as const

/** Ways to write a scope that Entra does not use. */
const spellings = family('api.authorization.scope', oddScope, [
  { id: 'empty', title: 'A token with an empty scp is refused', token: scp('') },
  { id: 'upper-case', title: 'A token with our scope in upper case is refused', token: scp('${scope|upper}') },
  { id: 'comma', title: 'A token that separates scopes by commas is refused', token: scp('Other.Read,${scope}') },
  {
    id: 'semicolon',
    title: 'A token that separates scopes by semicolons is refused',
    token: scp('Other.Read;${scope}'),
  },
  { id: 'plus', title: 'A token that separates scopes by plus signs is refused', token: scp('Other.Read+${scope}') },
  {
    id: 'tab',
    title: 'A token that separates scopes by tabs is refused',
    severity: 'low',
    token: scp('Other.Read\t${scope}'),
  },
  {
    id: 'newline',
    title: 'A token that separates scopes by line breaks is refused',
    severity: 'low',
    token: scp('Other.Read\n${scope}'),
  },
  {
    id: 'no-break-space',
    title: 'A token that separates scopes by no-break spaces is refused',
    severity: 'low',
    token: scp('Other.Read\u00A0${scope}'),
  },
  { id: 'wildcard', title: 'A token with an asterisk as scope is refused', token: scp('*') },
  { id: 'default', title: 'A token with .default as scope is refused', token: scp('.default') },
  {
    id: 'uri-qualified',
    title: 'A token with our scope after the application ID URI is refused',
    severity: 'low',
    token: scp('${apiAppIdUri}/${scope}'),
  },
  { id: 'array', title: 'A token whose scp is an array is refused', severity: 'low', token: scp(['${scope}']) },
  { id: 'object', title: 'A token whose scp is an object is refused', token: scp({ scope: '${scope}' }) },
  { id: 'number', title: 'A token whose scp is a number is refused', token: scp(1) },
  { id: 'true', title: 'A token whose scp is true is refused', token: scp(true) },
  { id: 'null', title: 'A token whose scp is null is refused', token: scp(null) },
  {
    id: 'alias-scope',
    title: 'A token with our scope in the claim scope is refused',
    severity: 'low',
    token: insteadOfScp({ scope: '${scope}' }),
  },
  {
    id: 'alias-scopes',
    title: 'A token with our scope in the claim scopes is refused',
    severity: 'low',
    token: insteadOfScp({ scopes: ['${scope}'] }),
  },
  {
    id: 'alias-permissions',
    title: 'A token with our scope in the claim permissions is refused',
    severity: 'low',
    token: insteadOfScp({ permissions: ['${scope}'] }),
  },
])

const amongOthers = {
  ...onScopedRoute,
  severity: 'high',
  expect: accepted,
  gains: 'Nothing; but clients with more permissions than one are refused.',
} as const

const several = family('api.authorization.scope', amongOthers, [
  {
    id: 'first-of-several',
    title: 'A token with our scope before others is accepted',
    token: scp('${scope} Other.Read Other.Write'),
  },
  {
    id: 'between-others',
    title: 'A token with our scope between others is accepted',
    token: scp('Other.Read ${scope} Other.Write'),
  },
  {
    id: 'last-of-several',
    title: 'A token with our scope after others is accepted',
    token: scp('Other.Read Other.Write ${scope}'),
  },
])

const noPermission = {
  ...onScopedRoute,
  requirement: requirements.entraScopesAndRoles,
  maker: 'issuer-only',
  gains: 'A token that permits nothing opens the API.',
} as const

/** Neither scp nor roles: Entra issues that to applications only. */
const nothing = family('api.authorization.no-permission', noPermission, [
  { id: 'user', title: "A user's token with neither scp nor roles is refused", token: without('scp', 'roles') },
  {
    id: 'application',
    title: "An application's token with neither scp nor roles is refused",
    severity: 'critical',
    maker: 'another-client',
    needs: ['app-role-route'],
    request: { route: 'app-role' },
    token: { ...without('scp', 'roles'), baseline: 'app-only' },
    gains: 'Any application of the tenant, without any assignment, gets a token for the API and is let in.',
  },
])

export const scopeCases = [...otherScopes, ...spellings, ...several, ...nothing]
