import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { Mutation } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member, noCanaryHits } from './family.ts'
import { accepted, invalidOrTooLarge, unharmed } from './recipes.ts'

const prefix = 'api.headers.kid'

function setKid(kid: Json): Mutation {
  return { op: 'set', part: 'header', values: { kid } }
}

const byStranger: Mutation = { op: 'sign', key: 'outsider' }
const withoutKid: Mutation = { op: 'remove', part: 'header', names: ['kid'] }

/** Genuine signatures under a kid that is missing or not the plain one. */
const genuine = {
  requirement: requirements.keyId,
  level: 'MUST',
  severity: 'low',
  maker: 'issuer-only',
  gains: 'Nothing by itself: only Entra can sign such a token.',
} satisfies Partial<ExchangeCase>

const genuineCases = family(prefix, genuine, [
  {
    id: 'missing',
    title: 'A genuine token without a kid, while several keys are published, is treated as the API declares',
    mutations: [withoutKid],
    expect: { outcome: 'policy', policy: 'missingKid', as: ['invalid_token'] },
  },
  {
    id: 'missing.second-key',
    title: 'A token without a kid, signed with the other published key, is treated as the API declares',
    mutations: [withoutKid, { op: 'sign', key: 'tenant-second' }],
    expect: { outcome: 'policy', policy: 'missingKid', as: ['invalid_token'] },
  },
  {
    id: 'second-published-key',
    title: 'A token signed with any published key is accepted, not that of the newest alone',
    requirement: requirements.entraKeyRollover,
    severity: 'high',
    maker: 'another-client',
    gains: 'Nothing; but callers are refused while Entra rolls its keys over.',
    mutations: [{ op: 'sign', key: 'tenant-second' }],
    expect: accepted,
  },
  {
    id: 'letter-case',
    title: 'A kid in another letter case is another kid',
    level: 'SHOULD',
    mutations: [{ op: 'change-case', part: 'header', name: 'kid', to: 'upper' }],
  },
  ...(
    [
      ['empty', 'An empty kid', ''],
      ['null', 'A kid of null', null],
      ['number', 'A number for a kid', 0],
      ['boolean', 'A kid of true', true],
      ['object', 'An object for a kid', { $eq: 'x' }],
      ['array', 'The genuine kid in an array', [{ $key: 'tenant', as: 'kid' }]],
    ] as const satisfies readonly (readonly [string, string, Json])[]
  ).map(([id, what, kid]): Member => ({
    id: `${id}.genuine-signature`,
    title: `${what} over a genuine signature breaks nothing`,
    level: 'SHOULD',
    mutations: [setKid(kid)],
    expect: unharmed,
  })),
])

const stranger = {
  requirement: requirements.doNotTrustReceivedClaims,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'Anyone writes tokens with a key of his own, or makes the look-up of the key do his bidding.',
} satisfies Partial<ExchangeCase>

/** A kid that is used as a path, a query, a command, an index or a pattern. */
const injections = {
  'path-traversal': ['a path out of the key folder', '../../../../../../etc/passwd'],
  'path-absolute': ['an absolute path', '/dev/null'],
  'path-windows': ['a Windows path', '..\\..\\..\\windows\\win.ini'],
  'file-url': ['a file URL', 'file:///dev/null'],
  'canary-url': ["the canary host's URL", 'https://${canaryHost}/keys'],
  'canary-unc': ['a UNC path to the canary host', '\\\\${canaryHost}\\share\\key'],
  'sql-quote': ['a SQL quote', "' OR '1'='1"],
  'sql-union': ['a SQL union', "x' UNION SELECT 'secret' -- "],
  'sql-stacked': ['a second SQL statement', "x'; DROP TABLE keys; -- "],
  ldap: ['an LDAP filter', '*)(|(objectClass=*)'],
  'shell-substitution': ['a shell substitution', '$(id)`id`'],
  'shell-pipe': ['a shell pipe', '| id; sleep 30'],
  xpath: ['an XPath expression', "' or '1'='1' or ''='"],
  template: ['a template expression', '{{7*7}}${7*7}<%= 7*7 %>'],
  jndi: ['a JNDI look-up', '${jndi:dns://127.0.0.1:9/kid}'],
  'format-string': ['a format string', '%s%n%x{0}'],
  wildcard: ['a wildcard', '*'],
  'regular-expression': ['an expensive regular expression', '(a+)+$'],
  nul: ['a text with a NUL', 'key\u0000.pem'],
  'line-breaks': ['a text with line breaks', 'key\r\nlevel=info msg="token accepted"'],
  unicode: ['a lone surrogate and an emoji', '\ud800🔑'],
  proto: ['"__proto__"', '__proto__'],
  constructor: ['"constructor"', 'constructor'],
  'to-string': ['"toString"', 'toString'],
  'has-own-property': ['"hasOwnProperty"', 'hasOwnProperty'],
  index: ['an index, "0",', '0'],
} as const

const typeConfusions: readonly (readonly [id: string, title: string, kid: Json])[] = [
  ['number', 'A number for a kid', 0],
  ['negative-number', 'A negative number for a kid', -1],
  ['boolean', 'A kid of true', true],
  ['null', 'A kid of null', null],
  ['empty', 'An empty kid', ''],
  ['array', 'The genuine kid in an array', [{ $key: 'tenant', as: 'kid' }]],
  ['object', 'An object for a kid', { kid: 'x' }],
  ['operator', 'A query operator for a kid', { $ne: null }],
]

const strangerCases = family(prefix, stranger, [
  {
    id: 'unknown',
    title: "A stranger's signature under the stranger's own kid is refused",
    requirement: requirements.keysBelongToIssuer,
    mutations: [byStranger],
  },
  {
    id: 'long',
    title: 'A kid of 8 KB is refused',
    severity: 'medium',
    mutations: [setKid('k'.repeat(8192)), byStranger],
    expect: invalidOrTooLarge,
  },
  ...Object.entries(injections).map(([id, [what, kid]]): Member => ({
    id,
    title: `A kid that is ${what} is refused`,
    mutations: [setKid(kid), byStranger],
    ...(id.startsWith('canary') ? { ledger: [noCanaryHits] } : {}),
  })),
  ...typeConfusions.map(([id, what, kid]): Member => ({
    id,
    title: `${what} is refused`,
    requirement: requirements.keyId,
    severity: 'high',
    mutations: [setKid(kid), byStranger],
  })),
])

/** What the injection is for: the look-up yields a key the attacker knows, and he signs with it. */
const hmac = (text: string): Mutation => ({ op: 'hmac', alg: 'HS256', secret: { text } })
const withKnownKey = family(prefix, stranger, [
  {
    id: 'path-traversal.empty-key',
    title: 'A kid that leads to an empty file, with an empty HMAC key, is refused',
    mutations: [setKid('../../../../../../dev/null'), hmac('')],
  },
  {
    id: 'sql-union.known-key',
    title: 'A kid that selects a known text, with that text as HMAC key, is refused',
    mutations: [setKid("x' UNION SELECT 'secret' -- "), hmac('secret')],
  },
  {
    id: 'proto.object-as-key',
    title: 'The kid "__proto__", with an object\'s text as HMAC key, is refused',
    mutations: [setKid('__proto__'), hmac('[object Object]')],
  },
])

/** The key ID is a hint from a stranger. */
export const keyIdCases: readonly Case[] = [...genuineCases, ...strangerCases, ...withKnownKey]
