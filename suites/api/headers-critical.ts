import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { Mutation } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'
import { unharmed } from './recipes.ts'

const extension = 'urn:example:extension'

function header(values: { readonly [name: string]: Json }): Mutation {
  return { op: 'set', part: 'header', values }
}

const shared = {
  requirement: requirements.critical,
  level: 'MUST',
  severity: 'medium',
  maker: 'issuer-only',
  gains: 'A restriction the issuer put into the header is ignored; Entra puts none there today.',
} satisfies Partial<ExchangeCase>

const notUnderstood: readonly Member[] = [
  {
    id: 'unknown',
    title: 'A crit that names an unknown extension is refused',
    mutations: [header({ crit: [extension], [extension]: true })],
  },
  {
    id: 'unknown-among-known',
    title: 'A crit that names an unknown extension after a known one is refused',
    mutations: [header({ crit: ['b64', extension], b64: true, [extension]: true })],
  },
  {
    id: 'duplicate',
    title: 'A crit that names an extension twice is refused',
    mutations: [header({ crit: [extension, extension], [extension]: true })],
  },
  {
    id: 'absent-parameter',
    title: 'A crit that names a parameter the header lacks is refused',
    mutations: [header({ crit: [extension] })],
  },
  {
    id: 'expiry',
    title: 'A crit that names a claim, exp, in the header is refused',
    mutations: [header({ crit: ['exp'], exp: { $now: 3600 } })],
  },
  {
    id: 'prototype-member',
    title: 'A crit that names "constructor", which every object seems to have, is refused',
    mutations: [header({ crit: ['constructor'] })],
  },
]

/** A recipient MAY refuse these: the producer broke a rule, but nothing that matters went unheeded. */
const misshapen: readonly Member[] = [
  ...(
    [
      ['empty', 'An empty crit', []],
      ['string', 'A string for a crit', extension],
      ['object', 'An object for a crit', { [extension]: true }],
      ['number', 'A number for a crit', 1],
      ['boolean', 'A crit of true', true],
      ['null', 'A crit of null', null],
      ['not-strings', 'A crit of numbers', [1, null]],
      ['empty-name', 'A crit that names ""', ['']],
    ] as const satisfies readonly (readonly [string, string, Json])[]
  ).map(([id, what, crit]): Member => ({ id, title: `${what} is refused`, mutations: [header({ crit })] })),
  ...(['alg', 'kid', 'typ'] as const).map((name): Member => ({
    id: `registered.${name}`,
    title: `A crit that names the registered parameter ${name} is refused`,
    mutations: [header({ crit: [name] })],
  })),
  {
    id: 'registered-and-unknown',
    title: 'A crit that names a registered parameter and an unknown one is refused',
    requirement: requirements.critical,
    level: 'MUST',
    mutations: [header({ crit: ['alg', extension], [extension]: true })],
  },
]

const unencoded = {
  requirement: requirements.unencodedPayload,
  level: 'MUST',
  severity: 'medium',
  maker: 'issuer-only',
  gains: 'Two readers of one token see two payloads: what was signed is not what is read.',
} satisfies Partial<ExchangeCase>

const b64: readonly Member[] = [
  {
    id: 'false.with-crit',
    title: 'b64 false, named in crit, is refused in a JWT',
    mutations: [header({ b64: false, crit: ['b64'] })],
  },
  {
    id: 'false.without-crit',
    title: 'b64 false, not named in crit, is refused or ignored',
    requirement: requirements.unencodedCritical,
    level: 'SHOULD',
    mutations: [header({ b64: false })],
    expect: unharmed,
  },
  {
    id: 'false.with-crit.signed-unencoded',
    title: 'b64 false, named in crit, over a signature of the unencoded payload is refused in a JWT',
    mutations: [header({ b64: false, crit: ['b64'] }), { op: 'sign', unencoded: true }],
  },
  {
    id: 'false.without-crit.signed-unencoded',
    title: 'b64 false, not named in crit, over a signature of the unencoded payload is refused',
    requirement: requirements.unencodedCritical,
    mutations: [header({ b64: false }), { op: 'sign', unencoded: true }],
  },
  {
    id: 'string.with-crit',
    title: 'b64 "false", named in crit, is refused',
    mutations: [header({ b64: 'false', crit: ['b64'] })],
  },
  {
    id: 'true.with-crit',
    title: 'b64 true, named in crit, breaks nothing',
    level: 'MAY',
    mutations: [header({ b64: true, crit: ['b64'] })],
    expect: unharmed,
  },
]

/** Extensions that must be understood. */
export const criticalCases: readonly Case[] = [
  ...family('api.headers.crit', shared, notUnderstood),
  ...family(
    'api.headers.crit',
    { ...shared, requirement: requirements.critShape, level: 'SHOULD', severity: 'low' },
    misshapen,
  ),
  ...family('api.headers.b64', unencoded, b64),
]
