import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { Mutation, Part } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'
import { invalidOrForbidden, unharmed } from './recipes.ts'

const duplicates = {
  requirement: requirements.uniqueClaims,
  level: 'MUST',
  severity: 'low',
  maker: 'issuer-only',
  gains: 'Two readers of one token, a gateway and the API, see two values; only Entra can sign such a token.',
} satisfies Partial<ExchangeCase>

/** A value for each member under which the token must be refused. */
const wrongValues: readonly (readonly [part: Part, name: string, value: Json])[] = [
  ['header', 'alg', 'none'],
  ['header', 'kid', { $key: 'outsider', as: 'kid' }],
  ['claims', 'aud', '${otherApiClientId}'],
  ['claims', 'exp', { $now: -7200 }],
  ['claims', 'nbf', { $now: 7200 }],
  ['claims', 'iss', 'https://login.microsoftonline.com/${otherTenantId}/v2.0'],
  ['claims', 'tid', '${otherTenantId}'],
  ['claims', 'scp', 'none.of.yours'],
]

const twice: readonly Member[] = wrongValues.flatMap(([part, name, value]) => {
  const requirement = part === 'header' ? requirements.uniqueMembers : requirements.uniqueClaims
  const ofScope = name === 'scp' ? ({ needs: ['scoped-route'], request: { route: 'scoped' } } as const) : {}
  return [
    {
      id: `${name}.wrong-last`,
      title: `${name} twice, the wrong value last, is refused`,
      requirement,
      ...ofScope,
      mutations: [{ op: 'duplicate', part, name, value, position: 'last' }],
      ...(name === 'scp' ? { expect: invalidOrForbidden } : {}),
    },
    {
      id: `${name}.wrong-first`,
      title: `${name} twice, the right value last, breaks nothing`,
      requirement,
      ...ofScope,
      level: 'MAY',
      severity: 'info',
      mutations: [{ op: 'duplicate', part, name, value, position: 'first' }],
      expect: unharmed,
    },
  ] satisfies readonly Member[]
})

const unsigned = {
  requirement: requirements.uniqueMembers,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'One reader of the header sees RS256 and lets the token pass, the other sees none and checks nothing.',
} satisfies Partial<ExchangeCase>

const unsignedTwice: readonly Member[] = (['first', 'last'] as const).map((position) => ({
  id: `alg.unsigned.rs256-${position}`,
  title: `alg twice, RS256 ${position} and none the other, over an empty signature is refused`,
  mutations: [
    { op: 'duplicate', part: 'header', name: 'alg', value: 'RS256', position },
    { op: 'unsigned', alg: 'none', signature: 'empty' },
  ],
}))

const letterCase = {
  requirement: requirements.memberNames,
  level: 'MUST',
  severity: 'low',
  maker: 'issuer-only',
  gains:
    'A reader that does not mind letter case takes a claim the issuer never made; only Entra can sign such a token.',
} satisfies Partial<ExchangeCase>

const required: readonly (readonly [name: string, other: string, value: Json])[] = [
  ['aud', 'AUD', '${audience}'],
  ['iss', 'Iss', '${issuer}'],
  ['exp', 'EXP', { $now: 3600 }],
]

/** The member itself is missing; one that differs in letter case stands in for it. */
const otherCase: readonly Member[] = required.map(([name, other, value]) => ({
  id: name,
  title: `A token with ${other} in place of ${name} is refused`,
  mutations: [
    { op: 'remove', part: 'claims', names: [name] },
    { op: 'set', part: 'claims', values: { [other]: value } },
  ],
}))

const otherCaseBeside: readonly Member[] = [
  shadow('aud', 'AUD', '${otherApiClientId}', '${audience}'),
  shadow('exp', 'Exp', { $now: -7200 }, { $now: 3600 }),
]

/** The genuine member is wrong; after it comes a right one in another letter case. */
function shadow(name: string, other: string, wrong: Json, right: Json): Member {
  return {
    id: `${name}.beside`,
    title: `A wrong ${name} is refused whatever ${other} says`,
    mutations: [{ op: 'set', part: 'claims', values: { [name]: wrong, [other]: right } }],
  }
}

const otherCaseAlg: Member = {
  id: 'alg.unsigned',
  title: 'ALG "none" beside alg "RS256", over an empty signature, is refused',
  ...unsigned,
  mutations: [addAlg({ ALG: 'none' }), { op: 'signature', change: 'empty' }],
}

function addAlg(values: { readonly [name: string]: Json }): Mutation {
  return { op: 'set', part: 'header', values }
}

/** Each member once, under its exact name. */
export const memberCases: readonly Case[] = [
  ...family('api.format.duplicate', duplicates, twice),
  ...family('api.format.duplicate', unsigned, unsignedTwice),
  ...family('api.format.letter-case', letterCase, [...otherCase, ...otherCaseBeside, otherCaseAlg]),
]
