import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Mutation, PublicKeyForm } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'

const algorithms = ['HS256', 'HS384', 'HS512'] as const

const confusion = {
  requirement: requirements.weakSignatures,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'Anyone signs tokens for any user with the public key, which Entra publishes.',
} satisfies Partial<ExchangeCase>

const forms = {
  'spki-pem': 'its SPKI PEM',
  'spki-pem-no-newline': 'its SPKI PEM without the last newline',
  'spki-pem-crlf': 'its SPKI PEM with CRLF line ends',
  'spki-base64': 'its SPKI in base64 without PEM lines',
  'spki-der': 'its SPKI DER',
  'pkcs1-pem': 'its PKCS#1 PEM',
  'pkcs1-der': 'its PKCS#1 DER',
  'jwk-json': 'its JWK as JSON',
  'certificate-pem': "its certificate's PEM",
  'certificate-base64': "its certificate's x5c text",
  modulus: 'its modulus n',
} as const satisfies Record<PublicKeyForm, string>

const publicKeyForms: readonly PublicKeyForm[] = [
  'spki-pem',
  'spki-pem-no-newline',
  'spki-pem-crlf',
  'spki-base64',
  'spki-der',
  'pkcs1-pem',
  'pkcs1-der',
  'jwk-json',
  'certificate-pem',
  'certificate-base64',
  'modulus',
]

const publicKeyAsSecret = publicKeyForms.flatMap((form) =>
  algorithms.map((alg): Member => ({
    id: `${alg.toLowerCase()}.${form}`,
    title: `${alg} keyed with the public key (${forms[form]}) is refused`,
    mutations: [{ op: 'hmac', alg, secret: { publicKey: form } }],
  })),
)

const otherPublishedKey: Member = {
  id: 'hs256.second-published-key',
  title: 'HS256 keyed with the other published key, under its kid, is refused',
  mutations: [{ op: 'hmac', alg: 'HS256', secret: { publicKey: 'spki-pem', of: 'tenant-second' } }],
}

const weak = {
  ...confusion,
  requirement: requirements.keyEntropy,
  gains: 'Anyone signs tokens for any user with a secret that can be guessed.',
} satisfies Partial<ExchangeCase>

/** RFC 2104 pads the key with zeros: no key, a NUL and any run of zeros below the block size give one and the same MAC. */
const emptySecret = algorithms.map((alg): Member => ({
  id: `empty-or-nul.${alg.toLowerCase()}`,
  title: `${alg} with an empty key, which is also that of NUL bytes, is refused`,
  mutations: [{ op: 'hmac', alg, secret: { text: '' } }],
}))

const dictionary = {
  secret: 'secret',
  password: 'password',
  changeme: 'changeme',
  'your-256-bit-secret': 'your-256-bit-secret',
  'secret-key': 'secret_key',
  key: 'key',
  undefined: 'undefined',
  null: 'null',
} as const

const guessed = Object.entries(dictionary).map(([id, text]): Member => ({
  id: `dictionary.${id}`,
  title: `HS256 with the secret "${text}" is refused`,
  mutations: [{ op: 'hmac', alg: 'HS256', secret: { text } }],
}))

/** Texts an application has in its settings beside the authority. */
const settings = {
  'client-secret': ['${clientSecret}', "the client's own secret"],
  'api-client-id': ['${apiClientId}', "the API's client ID"],
  'tenant-id': ['${tenantId}', 'the tenant ID'],
  issuer: ['${issuer}', 'the issuer'],
} as const

const fromSettings = Object.entries(settings).map(([id, [text, what]]): Member => ({
  id,
  title: `HS256 keyed with ${what} is refused`,
  mutations: [{ op: 'hmac', alg: 'HS256', secret: { text } }],
  ...(id === 'client-secret'
    ? { maker: 'another-client', gains: 'A client application writes tokens for any user with its own secret.' }
    : {}),
}))

/** A failed look-up may hand the verifier nothing, or the text of nothing, as the key. */
const unknownKid: Mutation = { op: 'set', part: 'header', values: { kid: 'no-such-key' } }
const failedLookup = Object.entries({ empty: '', undefined: 'undefined', null: 'null' }).map(([id, text]): Member => ({
  id: `unknown-kid.${id}`,
  title: `HS256 with ${text === '' ? 'an empty key' : `the key "${text}"`} under a kid that nobody has is refused`,
  mutations: [unknownKid, { op: 'hmac', alg: 'HS256', secret: { text } }],
}))

/** HMAC where the API expects RSA. */
export const hmacCases: readonly Case[] = [
  ...family('api.signature.alg-confusion', confusion, [...publicKeyAsSecret, otherPublishedKey]),
  ...family('api.signature.weak-secret', weak, [...emptySecret, ...guessed, ...fromSettings, ...failedLookup]),
]
