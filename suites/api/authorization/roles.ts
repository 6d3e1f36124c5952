import type { Json } from '../../../harness/json.ts'
import type { TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { accepted, asAppOnly, changed, claims, insufficientScope, forbiddenOrInvalid, without } from '../recipes.ts'

function roles(value: Json): TokenRecipe {
  return claims({ roles: value })
}

/** The role under another name than roles. */
function insteadOfRoles(values: { readonly [name: string]: Json }): TokenRecipe {
  return changed({ op: 'remove', part: 'claims', names: ['roles'] }, { op: 'set', part: 'claims', values })
}

const onRoleRoute = {
  requirement: requirements.entraAppRoles,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['role-route'],
  request: { route: 'role' },
  expect: forbiddenOrInvalid,
  gains: 'A user without the role does what only its holders may do.',
} as const

/** What Entra issues to users who do not hold the role. */
const userRoles = family('api.authorization.role', onRoleRoute, [
  {
    id: 'missing',
    title: 'A user without any role is refused',
    severity: 'critical',
    token: without('roles'),
    expect: insufficientScope,
  },
  {
    id: 'other',
    title: 'A user with another role is refused',
    severity: 'critical',
    token: roles(['Other.Role']),
    expect: insufficientScope,
  },
  { id: 'empty', title: 'A user with an empty list of roles is refused', token: roles([]) },
  { id: 'suffixed', title: 'A user whose role begins with ours is refused', token: roles(['${role}.Basic']) },
  { id: 'prefixed', title: 'A user whose role ends with ours is refused', token: roles(['Other.${role}']) },
  { id: 'prefix', title: 'A user whose role is the beginning of ours is refused', token: roles(['${role|but-last}']) },
  { id: 'substring', title: 'A user whose role is the end of ours is refused', token: roles(['${role|but-first}']) },
  {
    id: 'in-scp',
    title: 'A user with our role as a scope, and no role, is refused',
    requirement: requirements.entraScopesAndRoles,
    token: insteadOfRoles({ scp: '${scope} ${role}' }),
  },
  {
    id: 'group',
    title: "A user in a group that has the role's name is refused",
    token: insteadOfRoles({ groups: ['${role}', '99999999-0000-4000-8000-000000000000'] }),
    gains: 'Who may create groups gives themselves any role by naming a group like it.',
  },
  {
    id: 'directory-role',
    title: 'A user with a directory role and not ours is refused',
    token: insteadOfRoles({ wids: ['62e90394-69f5-4237-9190-012177145e10', '${role}'] }),
    gains: 'Administrators of the directory pass for holders of any role of the API.',
  },
])

const oddRoles = {
  ...onRoleRoute,
  severity: 'medium',
  maker: 'issuer-only',
  gains: 'Roles are read loosely; where others choose names, a name that is made for it grants more.',
} as const

const userSpellings = family('api.authorization.role', oddRoles, [
  { id: 'string', title: 'Roles as a string are refused', severity: 'low', token: roles('${role}') },
  {
    id: 'string-of-several',
    title: 'Roles as a string that holds ours are refused',
    token: roles('Other.Role ${role}'),
  },
  { id: 'comma', title: 'A role with a comma before ours is refused', token: roles(['Other.Role,${role}']) },
  { id: 'upper-case', title: 'Our role in upper case is refused', token: roles(['${role|upper}']) },
  { id: 'nested', title: 'Our role in an inner array is refused', token: roles([['${role}']]) },
  { id: 'object', title: 'Roles as an object are refused', token: roles({ '0': '${role}', length: 1 }) },
  { id: 'number', title: 'Roles as a number are refused', token: roles(1) },
  { id: 'null', title: 'Roles that are null are refused', token: roles(null) },
  { id: 'wildcard', title: 'An asterisk as role is refused', token: roles(['*']) },
  {
    id: 'alias-role',
    title: 'Our role in the claim role is refused',
    severity: 'low',
    token: insteadOfRoles({ role: '${role}' }),
  },
  {
    id: 'alias-schema',
    title: 'Our role in the claim of the older schema is refused',
    severity: 'low',
    token: insteadOfRoles({ 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role': '${role}' }),
  },
])

const amongOthers = {
  ...onRoleRoute,
  expect: accepted,
  gains: 'Nothing; but users with more roles than one are refused.',
} as const

const userSeveral = family('api.authorization.role', amongOthers, [
  {
    id: 'first-of-several',
    title: 'A user with our role before others is accepted',
    token: roles(['${role}', 'Other.Role']),
  },
  {
    id: 'last-of-several',
    title: 'A user with our role after others is accepted',
    token: roles(['Other.Role', '${role}']),
  },
])

const onAppRoleRoute = {
  ...onRoleRoute,
  needs: ['app-role-route'],
  request: { route: 'app-role' },
  gains: 'An application of the tenant that was never given the role does what only its holders may do.',
} as const
const appRoles = (value: Json): TokenRecipe => asAppOnly(roles(value))

const applicationRoles = [
  ...family('api.authorization.app-role', onAppRoleRoute, [
    {
      id: 'other',
      title: 'An application with another role is refused',
      severity: 'critical',
      expect: insufficientScope,
      token: appRoles(['Other.Role']),
    },
    {
      id: 'suffixed',
      title: 'An application whose role begins with ours is refused',
      token: appRoles(['${appRole}.Basic']),
    },
    {
      id: 'prefixed',
      title: 'An application whose role ends with ours is refused',
      token: appRoles(['Other.${appRole}']),
    },
    {
      id: 'prefix',
      title: 'An application whose role is the beginning of ours is refused',
      token: appRoles(['${appRole|but-last}']),
    },
    {
      id: 'substring',
      title: 'An application whose role is the end of ours is refused',
      token: appRoles(['${appRole|but-first}']),
    },
  ]),
  ...family('api.authorization.app-role', { ...oddRoles, needs: ['app-role-route'], request: { route: 'app-role' } }, [
    {
      id: 'string',
      title: "An application's roles as a string are refused",
      severity: 'low',
      token: appRoles('${appRole}'),
    },
    { id: 'upper-case', title: 'Our application role in upper case is refused', token: appRoles(['${appRole|upper}']) },
    {
      id: 'in-scp',
      title: 'An application with our role as a scope is refused',
      token: asAppOnly(insteadOfRoles({ scp: '${appRole}' })),
    },
  ]),
  ...family(
    'api.authorization.app-role',
    { ...amongOthers, needs: ['app-role-route'], request: { route: 'app-role' } },
    [
      {
        id: 'last-of-several',
        title: 'An application with our role after others is accepted',
        token: appRoles(['Other.Role', '${appRole}']),
      },
    ],
  ),
]

export const roleCases = [...userRoles, ...userSpellings, ...userSeveral, ...applicationRoles]
