import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { Mutation } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'
import { accepted, unharmed } from './recipes.ts'

function header(values: { readonly [name: string]: Json }): Mutation {
  return { op: 'set', part: 'header', values }
}

const genuine = {
  requirement: requirements.entraTokenClaims,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  gains: 'Nothing; but the API refuses callers it is there for.',
  expect: accepted,
} satisfies Partial<ExchangeCase>

const genuineTypes: readonly Member[] = [
  { id: 'jwt', title: 'typ JWT, as Entra writes it, is accepted', mutations: [header({ typ: 'JWT' })] },
  {
    id: 'absent',
    title: 'A token without typ is accepted: the parameter is optional',
    level: 'SHOULD',
    severity: 'low',
    mutations: [{ op: 'remove', part: 'header', names: ['typ'] }],
  },
  ...(
    [
      ['lower-case', 'jwt'],
      ['access-token', 'at+jwt'],
      ['access-token-media-type', 'application/at+jwt'],
    ] as const
  ).map(([id, typ]): Member => ({
    id,
    title: `typ ${typ}, which Entra does not write, breaks nothing`,
    level: 'MAY',
    severity: 'info',
    maker: 'issuer-only',
    mutations: [header({ typ })],
    expect: unharmed,
  })),
]

const otherKind = {
  requirement: requirements.explicitTyping,
  level: 'SHOULD',
  severity: 'low',
  maker: 'issuer-only',
  gains: 'A token made for another purpose would do as an access token, once the issuer writes such tokens.',
} satisfies Partial<ExchangeCase>

const otherTypes = {
  'security-event': 'secevent+jwt',
  logout: 'logout+jwt',
  dpop: 'dpop+jwt',
  'authorization-request': 'oauth-authz-req+jwt',
  'client-authentication': 'client-authentication+jwt',
  'token-introspection': 'token-introspection+jwt',
  'verifiable-credential': 'vc+sd-jwt',
  'key-binding': 'kb+jwt',
} as const

const wrongTypes: readonly Member[] = [
  ...Object.entries(otherTypes).map(([id, typ]): Member => ({
    id,
    title: `typ ${typ} is refused`,
    mutations: [header({ typ })],
  })),
  ...(
    [
      ['null', 'typ null', null],
      ['number', 'A number for a typ', 1],
      ['array', 'typ ["JWT"]', ['JWT']],
      ['object', 'An object for a typ', { JWT: true }],
      ['empty', 'An empty typ', ''],
    ] as const satisfies readonly (readonly [string, string, Json])[]
  ).map(([id, what, typ]): Member => ({
    id,
    title: `${what} breaks nothing`,
    mutations: [header({ typ })],
    expect: unharmed,
  })),
]

const contentTypes: readonly Member[] = [
  { id: 'jwt', title: 'cty JWT over claims that are no nested JWT is refused', mutations: [header({ cty: 'JWT' })] },
  {
    id: 'jwt-lower-case',
    title: 'cty jwt over claims that are no nested JWT is refused',
    mutations: [header({ cty: 'jwt' })],
  },
  {
    id: 'nested-under-none',
    title: 'A genuine token nested in one with alg "none" is refused',
    requirement: requirements.validateAllOperations,
    level: 'MUST',
    severity: 'medium',
    maker: 'anyone',
    mutations: [{ op: 'wrap', key: 'none' }],
  },
  {
    id: 'nested-under-stranger',
    title: "A genuine token nested in a stranger's is refused",
    requirement: requirements.validateAllOperations,
    level: 'MUST',
    severity: 'medium',
    maker: 'anyone',
    mutations: [{ op: 'wrap', key: 'outsider', kidOf: 'tenant' }],
  },
  {
    id: 'unsigned-nested-under-stranger',
    title: 'A token with alg "none" nested in a stranger\'s is refused',
    requirement: requirements.validateAllOperations,
    level: 'MUST',
    severity: 'critical',
    maker: 'anyone',
    gains: 'Anyone writes a token for any user and any permission: the inner token is believed without a signature.',
    mutations: [
      { op: 'unsigned', alg: 'none', signature: 'empty' },
      { op: 'wrap', key: 'outsider', kidOf: 'tenant' },
    ],
  },
]

/** Members of other kinds of token, and of JWE, in the header of a JWS. */
const misplaced: readonly Member[] = (
  [
    ['enc', 'enc, which makes readers take it for a JWE,', { enc: 'A256GCM' }],
    ['zip', 'zip, which only a JWE may have,', { zip: 'DEF' }],
    ['p2c', 'an iteration count of PBES2', { p2c: 2_147_483_647, p2s: 'AAAA' }],
    [
      'replicated-claims',
      'claims replicated in it, that say otherwise,',
      { iss: 'https://${canaryHost}/', aud: 'x', exp: 1 },
    ],
  ] as const
).map(([id, what, values]) => ({
  id,
  title: `A header with ${what} breaks nothing`,
  mutations: [header(values)],
}))

/** What the header says the token is. */
export const typeCases: readonly Case[] = [
  ...family('api.headers.typ', genuine, genuineTypes),
  ...family('api.headers.typ', otherKind, wrongTypes),
  ...family('api.headers.cty', otherKind, contentTypes),
  ...family(
    'api.headers.misplaced',
    { ...otherKind, requirement: requirements.protectedHeader, level: 'MAY', severity: 'info', expect: unharmed },
    misplaced,
  ),
]
