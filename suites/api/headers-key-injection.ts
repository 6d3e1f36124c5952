import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { KeyRef, Mutation } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member, noCanaryHits } from './family.ts'

/** Keys the token brings along, or says where to get. Nothing may be fetched for it. */
const shared = {
  requirement: requirements.trustedKeySources,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'Anyone writes tokens for any user with a key of his own, which the token itself names.',
  ledger: [noCanaryHits],
} satisfies Partial<ExchangeCase>

function header(values: { readonly [name: string]: Json }): Mutation {
  return { op: 'set', part: 'header', values }
}

const withoutKid: Mutation = { op: 'remove', part: 'header', names: ['kid'] }
const strangersJwk: Json = { $key: 'outsider', as: 'jwk' }
const strangersCertificate: Json = { $key: 'outsider', as: 'certificate' }
const genuineCertificate: Json = { $key: 'tenant', as: 'certificate' }

/** The three ways an injected key can stand beside the kid. */
function beside(kid: 'own-kid' | 'genuine-kid' | 'no-kid', values: { readonly [name: string]: Json }): Mutation[] {
  const sign: Mutation = { op: 'sign', key: 'outsider', kidOf: kid === 'genuine-kid' ? 'tenant' : 'outsider' }
  return [...(kid === 'no-kid' ? [withoutKid] : []), header(values), sign]
}

const kids = {
  'own-kid': "under the stranger's kid",
  'genuine-kid': 'under the genuine kid',
  'no-kid': 'without a kid',
} as const

function eachKid(what: string, values: { readonly [name: string]: Json }): readonly Member[] {
  return (['own-kid', 'genuine-kid', 'no-kid'] as const).map((kid) => ({
    id: kid,
    title: `${what}, ${kids[kid]}, is refused`,
    mutations: beside(kid, values),
  }))
}

const jwk: readonly Member[] = [
  ...eachKid("The stranger's key in jwk", { jwk: strangersJwk }),
  {
    id: 'symmetric',
    title: 'A symmetric key in jwk is refused',
    mutations: [
      header({ jwk: { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' } }),
      { op: 'hmac', alg: 'HS256', secret: { text: 'secret' } },
    ],
  },
  ...(
    [
      ['string', 'A jwk that is a string', 'x'],
      ['null', 'A jwk of null', null],
      ['empty-object', 'A jwk without members', {}],
      ['bad-modulus', 'A jwk whose modulus is no number', { kty: 'RSA', n: '!', e: 'AQAB' }],
    ] as const
  ).map(([id, what, value]): Member => ({
    id,
    title: `${what} is refused`,
    severity: 'high',
    mutations: beside('own-kid', { jwk: value }),
  })),
]

/** Where a key set might be fetched from; all but the named ones lead to the attacker. */
const urls = {
  plain: ["the attacker's host", 'https://${canaryHost}/keys'],
  http: ["the attacker's host over http", 'http://${canaryHost}/keys'],
  port: ["the attacker's host with a port", 'https://${canaryHost}:443/keys'],
  userinfo: ["Entra's host as userinfo", 'https://login.microsoftonline.com@${canaryHost}/keys'],
  'userinfo-port': ["Entra's host and port as userinfo", 'https://login.microsoftonline.com:443@${canaryHost}/keys'],
  'userinfo-encoded-slash': [
    "Entra's host and an encoded slash as userinfo",
    'https://login.microsoftonline.com%2F@${canaryHost}/keys',
  ],
  subdomain: ["Entra's host as a subdomain", 'https://login.microsoftonline.com.${canaryHost}/keys'],
  path: ["Entra's host as a path", 'https://${canaryHost}/login.microsoftonline.com/discovery/v2.0/keys'],
  query: ["Entra's host as a query", 'https://${canaryHost}/keys?https://login.microsoftonline.com/'],
  fragment: ["Entra's host as a fragment", 'https://${canaryHost}/keys#https://login.microsoftonline.com/'],
  backslash: ["a backslash after Entra's host", 'https://login.microsoftonline.com\\@${canaryHost}/keys'],
  'backslash-scheme': ['backslashes for slashes', 'https:\\\\${canaryHost}\\keys'],
  tab: ['a tab inside the scheme', 'ht\ttps://${canaryHost}/keys'],
  'leading-space': ['a space before it', ' https://${canaryHost}/keys'],
  'upper-case': ['letters of the other case', 'HTTPS://LOGIN.MICROSOFTONLINE.COM@${canaryHost}/keys'],
  'protocol-relative': ['no scheme', '//${canaryHost}/keys'],
  'open-redirect': [
    "a redirect on Entra's host",
    'https://login.microsoftonline.com/common/oauth2/v2.0/logout?post_logout_redirect_uri=https%3A%2F%2F${canaryHost}%2Fkeys',
  ],
  file: ['a file URL', 'file:///etc/passwd'],
  'data-url': ['a data URL that holds the key', { $key: 'outsider', as: 'jwks-data-url' }],
} as const satisfies { readonly [id: string]: readonly [what: string, url: Json] }

const jku: readonly Member[] = [
  ...Object.entries(urls).map(([id, [what, url]]): Member => ({
    id,
    title: `A jku with ${what} is refused and not followed`,
    mutations: beside('own-kid', { jku: url }),
  })),
  {
    id: 'genuine-kid',
    title: "A jku with the attacker's host is refused under the genuine kid too",
    mutations: beside('genuine-kid', { jku: urls.plain[1] }),
  },
  {
    id: 'no-kid',
    title: "A jku with the attacker's host is refused without a kid too",
    mutations: beside('no-kid', { jku: urls.plain[1] }),
  },
  tenantKeys('other-tenant', '${otherTenantId}'),
  tenantKeys('consumers', '${consumersTenantId}'),
  ...(
    [
      ['empty', 'An empty jku', ''],
      ['number', 'A number for a jku', 1],
      ['array', 'A jku in an array', [urls.plain[1]]],
      ['object', 'An object for a jku', { href: urls.plain[1] }],
    ] as const
  ).map(([id, what, value]): Member => ({
    id,
    title: `${what} is refused`,
    severity: 'high',
    mutations: beside('own-kid', { jku: value }),
  })),
]

/** A key Entra publishes at its own host, for somebody else: customers may upload signing keys for their own apps. */
function tenantKeys(key: KeyRef, tenantId: string): Member {
  return {
    id: `${key}-at-genuine-host`,
    title: `A jku with the key set of ${key === 'consumers' ? 'the personal accounts' : 'another tenant'} at Entra's host is refused`,
    requirement: requirements.keysBelongToIssuer,
    gains: 'Whoever has a tenant with a signing key of his own writes tokens in the name of this one.',
    mutations: [
      header({ jku: `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys` }),
      { op: 'sign', key },
    ],
  }
}

const x5u: readonly Member[] = (['plain', 'http', 'userinfo', 'subdomain', 'backslash'] as const).map((id) => ({
  id,
  title: `An x5u with ${urls[id][0]} is refused and not followed`,
  mutations: beside('own-kid', { x5u: urls[id][1].replace('/keys', '/key.pem') }),
}))

const x5c: readonly Member[] = [
  ...eachKid("The stranger's certificate in x5c", { x5c: [strangersCertificate] }),
  {
    id: 'genuine-second',
    title: "The stranger's certificate in x5c with the genuine one after it is refused",
    mutations: [
      header({ x5c: [strangersCertificate, genuineCertificate] }),
      { op: 'sign', key: 'outsider', kidOf: 'tenant' },
    ],
  },
  {
    id: 'genuine-first',
    title: "The genuine certificate in x5c with the stranger's after it is refused",
    mutations: [
      header({ x5c: [genuineCertificate, strangersCertificate] }),
      { op: 'sign', key: 'outsider', kidOf: 'tenant' },
    ],
  },
  ...(
    [
      ['empty', 'An empty x5c', []],
      ['string', 'A string for an x5c', 'MIIC'],
      ['not-a-certificate', 'An x5c that holds no certificate', ['bm90IGEgY2VydGlmaWNhdGU=']],
      ['not-base64', 'An x5c that is not base64', ['%%%']],
    ] as const
  ).map(([id, what, value]): Member => ({
    id,
    title: `${what} is refused`,
    severity: 'high',
    mutations: beside('own-kid', { x5c: value }),
  })),
]

const x5t: readonly Member[] = [
  {
    id: 'genuine-thumbprint.own-kid',
    title: "The genuine x5t under the stranger's kid and signature is refused",
    mutations: beside('own-kid', { x5t: { $key: 'tenant', as: 'x5t' } }),
  },
  {
    id: 'genuine-thumbprint.no-kid',
    title: "The genuine x5t without a kid, under the stranger's signature, is refused",
    mutations: beside('no-kid', { x5t: { $key: 'tenant', as: 'x5t' } }),
  },
  {
    id: 'own-thumbprint.genuine-kid',
    title: "The stranger's x5t under the genuine kid is refused",
    mutations: beside('genuine-kid', { x5t: { $key: 'outsider', as: 'x5t' } }),
  },
  {
    id: 's256.genuine-thumbprint.no-kid',
    title: "The genuine x5t#S256 without a kid, under the stranger's signature, is refused",
    mutations: beside('no-kid', { 'x5t#S256': { $key: 'tenant', as: 'x5t#S256' } }),
  },
  {
    id: 'array',
    title: 'An array for an x5t is refused',
    severity: 'high',
    mutations: beside('no-kid', { x5t: ['x'] }),
  },
]

const allAtOnce = family('api.headers', shared, [
  {
    id: 'all-key-members',
    title: 'jwk, jku, x5u, x5c and x5t together are refused',
    mutations: beside('own-kid', {
      jwk: strangersJwk,
      jku: urls.plain[1],
      x5u: 'https://${canaryHost}/key.pem',
      x5c: [strangersCertificate],
      x5t: { $key: 'outsider', as: 'x5t' },
    }),
  },
])

/** The key comes from Entra's key set and from nowhere else. */
export const keyInjectionCases: readonly Case[] = [
  ...family('api.headers.jwk', shared, jwk),
  ...family('api.headers.jku', shared, jku),
  ...family('api.headers.x5u', shared, x5u),
  ...family('api.headers.x5c', shared, x5c),
  ...family('api.headers.x5t', shared, x5t),
  ...allAtOnce,
]
