import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Mutation } from '../../harness/tokens/recipe.ts'
import type { Json } from '../../harness/json.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'

const anyone = {
  requirement: requirements.weakSignatures,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'Anyone writes a token for any user and any permission: no key is needed.',
} satisfies Partial<ExchangeCase>

const spellings = {
  lower: 'none',
  capitalised: 'None',
  upper: 'NONE',
  alternating: 'nOnE',
  'half-upper': 'noNE',
} as const

const signatures = {
  empty: 'an empty signature',
  absent: 'no signature segment',
  original: 'the signature it had',
} as const

const algNone = Object.entries(spellings).flatMap(([spelling, alg]) =>
  (['empty', 'absent', 'original'] as const).map((signature): Member => ({
    id: `${spelling}.${signature}-signature`,
    title: `alg "${alg}" with ${signatures[signature]} is refused`,
    mutations: [{ op: 'unsigned', alg, signature }],
  })),
)

/** Spellings that a trimming or truncating comparison takes for `none`. */
const nearlyNone = Object.entries({
  'trailing-space': ['none ', 'with a space after it'],
  'leading-space': [' none', 'with a space before it'],
  nul: ['none\u0000', 'with a NUL after it'],
  'full-width': ['ｎｏｎｅ', 'in full-width letters'],
}).map(([id, [alg = '', how]]): Member => ({
  id: `${id}.empty-signature`,
  title: `alg "none" ${how} and an empty signature is refused`,
  mutations: [{ op: 'unsigned', alg, signature: 'empty' }],
}))

const onUnsafeMethod: Member = {
  id: 'unsafe-method',
  title: 'alg "none" changes nothing through an unsafe method',
  needs: ['unsafe-route'],
  request: { route: 'unsafe' },
  mutations: [{ op: 'unsigned', alg: 'none', signature: 'empty' }],
}

/** Values of `alg` that name no algorithm; a verifier that looks for one may find none and check nothing. */
const noAlgorithm: readonly (readonly [id: string, title: string, mutation: Mutation])[] = [
  ['missing', 'no alg', { op: 'remove', part: 'header', names: ['alg'] }],
  ['null', 'alg null', setAlg(null)],
  ['empty-string', 'alg ""', setAlg('')],
  ['array', 'alg an array', setAlg(['none'])],
  ['number', 'alg a number', setAlg(0)],
  ['boolean', 'alg false', setAlg(false)],
  ['object', 'alg an object', setAlg({ name: 'RS256' })],
  ['unknown', 'an alg nobody knows', setAlg('XX999')],
  ['prototype-member', 'alg "constructor"', setAlg('constructor')],
  ['proto', 'alg "__proto__"', setAlg('__proto__')],
]

function setAlg(alg: Json): Mutation {
  return { op: 'set', part: 'header', values: { alg } }
}

/** Tokens without a signature that counts. */
export const unsignedCases: readonly Case[] = [
  ...family('api.signature.alg-none', anyone, [...algNone, ...nearlyNone, onUnsafeMethod]),
  ...family(
    'api.signature.unsigned',
    { ...anyone, requirement: requirements.algPresent },
    noAlgorithm.map(([id, title, mutation]) => ({
      id,
      title: `An empty signature is refused under ${title}`,
      mutations: [mutation, { op: 'unsigned', alg: 'none', signature: 'empty' }],
    })),
  ),
]
