import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { Mutation } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'

const elliptic = {
  requirement: requirements.validateInputs,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'Anyone writes a token for any user with a constant signature (CVE-2022-21449).',
} satisfies Partial<ExchangeCase>

const ecdsaForms = { zero: 'r = s = 0', order: 'r = s = n', 'der-zero': 'r = s = 0 in DER' } as const

const blankSignatures: readonly Member[] = [
  ...(['ES256', 'ES384', 'ES512'] as const).flatMap((alg) =>
    (['zero', 'order', 'der-zero'] as const).map((form): Member => ({
      id: `${alg.toLowerCase()}.${form}`,
      title: `${alg} with ${ecdsaForms[form]} is refused`,
      mutations: [{ op: 'forge', alg, form }],
    })),
  ),
  {
    id: 'eddsa.zero',
    title: 'EdDSA with a signature of zeros is refused',
    mutations: [{ op: 'forge', alg: 'EdDSA', form: 'zero' }],
  },
  {
    id: 'eddsa.order',
    title: "EdDSA with the group's order for S is refused",
    mutations: [{ op: 'forge', alg: 'EdDSA', form: 'order' }],
  },
]

const issuerOnly = {
  requirement: requirements.bisAlgorithmVerification,
  level: 'MUST',
  severity: 'low',
  maker: 'issuer-only',
  gains: 'Little by itself, since only Entra can sign such a token; but the set of algorithms is not pinned to RS256.',
} satisfies Partial<ExchangeCase>

const otherAlgorithms = (['RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const).map((alg): Member => ({
  id: alg.toLowerCase(),
  title: `${alg} by the genuine key is refused: Entra signs with RS256 alone`,
  requirement: requirements.algorithmVerification,
  mutations: [{ op: 'sign', alg }],
}))

/** The signature is genuine RS256; only the name of the algorithm is not as it must be. */
const misnamed: readonly Member[] = (
  [
    ['missing', 'without alg', { op: 'remove', part: 'header', names: ['alg'] }],
    ['null', 'with alg null', setAlg(null)],
    ['array', 'with alg ["RS256"]', setAlg(['RS256'])],
    ['number', 'with alg 256', setAlg(256)],
    ['object', 'with alg an object', setAlg({ RS256: true })],
    ['empty-string', 'with alg ""', setAlg('')],
    ['lower-case', 'with alg "rs256"', setAlg('rs256')],
    ['trailing-space', 'with a space after RS256', setAlg('RS256 ')],
    ['leading-space', 'with a space before RS256', setAlg(' RS256')],
    ['nul', 'with a NUL after RS256', setAlg('RS256\u0000')],
    [
      'xml-signature-uri',
      'with the XML Signature name of RS256',
      setAlg('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
    ],
    ['java-name', 'with alg "SHA256withRSA"', setAlg('SHA256withRSA')],
    ['mislabelled-hs256', 'with alg "HS256" over an RSA signature', setAlg('HS256')],
    ['mislabelled-rs512', 'with alg "RS512" over an RS256 signature', setAlg('RS512')],
  ] as const satisfies readonly (readonly [string, string, Mutation])[]
).map(([id, how, mutation]) => ({
  id,
  title: `A genuine signature ${how} is refused`,
  requirement: id === 'missing' ? requirements.algPresent : issuerOnly.requirement,
  mutations: [mutation],
}))

function setAlg(alg: Json): Extract<Mutation, { op: 'set' }> {
  return { op: 'set', part: 'header', values: { alg } }
}

/** Algorithms other than RS256, and names that are no algorithm's. */
export const algorithmCases: readonly Case[] = [
  ...family('api.signature.blank-ec-signature', elliptic, blankSignatures),
  ...family('api.signature.other-algorithm', issuerOnly, otherAlgorithms),
  ...family('api.signature.alg-malformed', issuerOnly, misnamed),
]
