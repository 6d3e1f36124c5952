import type { Case, ExchangeCase } from '../../harness/case.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'
import { invalidOrTooLarge, invalidTokenOrRequest } from './recipes.ts'

const json = {
  requirement: requirements.bisFormat,
  level: 'MUST',
  severity: 'low',
  maker: 'anyone',
  expect: invalidTokenOrRequest,
  gains: 'Little by itself; but two readers of one token, each with its own idea of the format, can be set apart.',
} satisfies Partial<ExchangeCase>

const forgedClaims = {
  oid: '${secondUserId}',
  sub: '${secondUserId}',
  scp: 'access_as_user Admin.All',
  roles: ['Admin'],
}

const serialisations: readonly Member[] = [
  {
    id: 'flattened',
    title: 'A genuine token in the flattened JSON serialisation is refused',
    mutations: [{ op: 'serialise', as: 'flattened' }],
  },
  {
    id: 'general',
    title: 'A genuine token in the general JSON serialisation is refused',
    mutations: [{ op: 'serialise', as: 'general' }],
  },
  {
    id: 'general.second-signature',
    title: 'A general JSON serialisation with a worthless signature before the genuine one is refused',
    severity: 'medium',
    mutations: [{ op: 'serialise', as: 'general-second' }],
  },
  {
    id: 'base64',
    title: 'base64url of the JSON serialisation is refused',
    mutations: [{ op: 'serialise', as: 'base64-json' }],
  },
]

const withoutSignature: readonly Member[] = [
  {
    id: 'flattened.unsigned',
    title: 'A flattened JSON serialisation with alg "none" is refused',
    mutations: [
      { op: 'unsigned', alg: 'none', signature: 'empty' },
      { op: 'serialise', as: 'flattened' },
    ],
  },
  {
    id: 'general.no-signatures',
    title: 'A general JSON serialisation without signatures is refused',
    mutations: [{ op: 'serialise', as: 'general-none' }],
  },
  {
    id: 'polyglot',
    title: 'A text that is a genuine token as JSON and a forged one as a compact token is refused',
    gains: 'Whoever holds one token writes others for any user and any permission (CVE-2022-39227).',
    mutations: [{ op: 'polyglot', values: forgedClaims }],
  },
]

const unsigned = {
  ...json,
  severity: 'critical',
  gains: 'Anyone writes a token for any user and any permission: no key is needed.',
} satisfies Partial<ExchangeCase>

const encrypted = {
  requirement: requirements.jweInner,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'Anyone encrypts a token of his own to a public key, and it is believed because it could be decrypted.',
} satisfies Partial<ExchangeCase>

const inners = {
  signed: ['a genuine token', 'signed'],
  unsecured: ['a token with alg "none"', 'unsecured'],
  unsigned: ['bare claims', 'unsigned'],
} as const

const recipients = {
  'api-key': ["the API's public key", 'api'],
  'issuer-key': ["the issuer's public key", 'tenant'],
} as const

const toPublicKeys: readonly Member[] = (['api-key', 'issuer-key'] as const).flatMap((recipient) =>
  (['signed', 'unsecured', 'unsigned'] as const).map((inner): Member => {
    const [whose, to] = recipients[recipient]
    return {
      id: `${recipient}.${inner}-inner`,
      title: `A JWE to ${whose} around ${inners[inner][0]} is refused`,
      // A genuine token is inside: nothing is gained but another spelling of it.
      ...(inner === 'signed' ? { level: 'SHOULD', severity: 'low' } : {}),
      mutations: [{ op: 'encrypt', to, inner, alg: 'RSA-OAEP-256' }],
    }
  }),
)

const toKnownKeys: readonly Member[] = [
  {
    id: 'direct-zero-key',
    title: 'A JWE under a key of zeros around bare claims is refused',
    mutations: [{ op: 'encrypt', to: 'api', inner: 'unsigned', alg: 'dir' }],
  },
  {
    id: 'password-public-key.unsigned-inner',
    title: 'A JWE whose password is the public key, around bare claims, is refused',
    mutations: [{ op: 'encrypt', to: 'tenant', inner: 'unsigned', alg: 'PBES2-HS256+A128KW' }],
  },
  {
    id: 'password-public-key.unsecured-inner',
    title: 'A JWE whose password is the public key, around a token with alg "none", is refused',
    mutations: [{ op: 'encrypt', to: 'tenant', inner: 'unsecured', alg: 'PBES2-HS256+A128KW' }],
  },
]

const costly = {
  requirement: requirements.bisHashIterations,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'One small request keeps a processor or the memory busy: a handful stop the API for everybody.',
} satisfies Partial<ExchangeCase>

/** Ten million spaces: 10 KB once compressed, so that it fits into a header field. */
const bombBytes = 10_000_000

const expensive: readonly Member[] = [
  ...([10_000_000, 2_147_483_647] as const).map((p2c): Member => ({
    id: `iterations.${p2c}`,
    title: `A JWE that wants ${p2c.toLocaleString('en').replaceAll(',', ' ')} hash iterations is refused at once`,
    mutations: [{ op: 'encrypt', to: 'tenant', inner: 'unsigned', alg: 'PBES2-HS256+A128KW', p2c }],
  })),
  ...(['signed', 'unsigned'] as const).map((inner): Member => ({
    id: `compressed.${inner}-inner`,
    title: `A JWE around ${inners[inner][0]} that grows to 10 MB when decompressed is refused`,
    requirement: requirements.bisDecompression,
    expect: invalidOrTooLarge,
    mutations: [{ op: 'encrypt', to: 'api', inner, alg: 'RSA-OAEP-256', compress: true, plaintextBytes: bombBytes }],
  })),
]

/** Other forms of JOSE than the compact JWS. */
export const serialisationCases: readonly Case[] = [
  ...family('api.format.json', json, serialisations),
  ...family('api.format.json', unsigned, withoutSignature),
  ...family('api.format.jwe', encrypted, [...toPublicKeys, ...toKnownKeys]),
  ...family('api.format.jwe', costly, expensive),
]
