import type { Case, Expectation } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { Mutation, TokenRecipe } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family } from './family.ts'
import { accepted, changed, claims, unharmed, without } from './recipes.ts'
import { laterTimeCases } from './time-later.ts'

/** Longer than any clock tolerance a manifest may declare. */
const day = 86_400

/** Seconds from now, and so many times the declared clock tolerance. */
function now(seconds: number, tolerance?: -1 | 1): Json {
  return tolerance === undefined ? { $now: seconds } : { $now: seconds, $tolerance: tolerance }
}

/** A token as Entra issued it, 65 minutes before `exp`. */
function expiring(seconds: number, tolerance?: -1): TokenRecipe {
  const issued = now(seconds - 3900, tolerance)
  return claims({ iat: issued, nbf: issued, exp: now(seconds, tolerance) })
}

/** A claim's value as this JSON text. */
function written(name: string, text: string): TokenRecipe {
  return changed({ op: 'raw', part: 'claims', name, text } satisfies Mutation)
}

const expired = {
  requirement: requirements.expiry,
  level: 'MUST',
  severity: 'critical',
  maker: 'another-client',
  gains: 'A token that leaked once, from a log or a stolen laptop, works for ever.',
} as const

const expiry = family('api.time.expired', expired, [
  { id: 'hour', title: 'A token that expired an hour and the tolerance ago is refused', token: expiring(-3600, -1) },
  { id: 'day', title: 'A token that expired a day ago is refused', token: expiring(-day) },
  {
    id: 'unsafe',
    title: 'An unsafe request with an expired token is refused and changes nothing',
    needs: ['unsafe-route'],
    token: expiring(-day),
    request: { route: 'unsafe' },
  },
  {
    id: 'just-outside-tolerance',
    title: 'A token that expired ten seconds more than the tolerance ago is refused',
    severity: 'medium',
    gains: 'Tokens live longer than the API declares.',
    token: expiring(-10, -1),
  },
  {
    id: 'just-inside-tolerance',
    title: 'A token that expired ten seconds less than the tolerance ago is accepted',
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but users whose clocks differ a little are refused.',
    token: expiring(10, -1),
    expect: accepted,
  },
])

/** Types and values of exp that Entra never writes. */
const oddExpiry = {
  ...expired,
  requirement: requirements.numericDate,
  severity: 'medium',
  maker: 'issuer-only',
  gains: 'A token without a readable end never ends.',
} as const

const expiryTypes = family('api.time.exp', oddExpiry, [
  {
    id: 'missing',
    title: 'A token without exp is refused',
    requirement: requirements.requiredClaims,
    severity: 'high',
    token: without('exp'),
  },
  { id: 'string', title: 'A token whose exp is a string is refused', token: claims({ exp: '4102444800' }) },
  { id: 'null', title: 'A token whose exp is null is refused', token: claims({ exp: null }) },
  { id: 'boolean', title: 'A token whose exp is true is refused', token: claims({ exp: true }) },
  { id: 'array', title: 'A token whose exp is an array is refused', token: claims({ exp: [4_102_444_800] }) },
  {
    id: 'object',
    title: 'A token whose exp is an object is refused',
    token: claims({ exp: { seconds: 4_102_444_800 } }),
  },
  {
    id: 'negative',
    title: 'A token whose exp lies before 1970 is refused',
    requirement: requirements.expiry,
    token: claims({ exp: -1 }),
  },
  {
    id: 'zero',
    title: 'A token whose exp is 0 is refused',
    requirement: requirements.expiry,
    severity: 'high',
    gains: 'Code that takes 0 for "no end" accepts a token for ever.',
    token: claims({ exp: 0 }),
  },
  { id: 'infinite', title: 'A token whose exp is 1e999 is refused', token: written('exp', '1e999') },
  {
    id: 'two-to-the-63',
    title: 'A token whose exp does not fit a signed 64-bit number is refused',
    token: written('exp', '9223372036854775808'),
  },
  {
    id: 'fraction-past',
    title: 'A token whose exp is a fraction in the past is refused',
    requirement: requirements.expiry,
    token: claims({ exp: now(-day - 0.5) }),
  },
  {
    id: 'fraction-future',
    title: 'A token whose exp is a fraction in the future breaks nothing',
    severity: 'low',
    gains: 'Nothing; but a number with a fraction stops the API.',
    token: claims({ exp: now(3600.5) }),
    expect: unharmed,
  },
])

const asDeclared = (policy: 'millisecondTimes' | 'longLifetime' | 'futureIssuedAt'): Expectation => ({
  outcome: 'policy',
  policy,
  as: ['invalid_token'],
})

const milliseconds = family('api.time.exp', oddExpiry, [
  {
    id: 'milliseconds-future',
    title: 'A token whose exp counts milliseconds and lies ahead is treated as declared',
    severity: 'low',
    token: claims({ exp: { $nowMs: 3_600_000 } }),
    expect: asDeclared('millisecondTimes'),
  },
  {
    id: 'milliseconds-past',
    title: 'A token whose exp counts milliseconds and is past is treated as declared',
    token: claims({ exp: { $nowMs: -1000 * day } }),
    expect: asDeclared('millisecondTimes'),
  },
])

const early = {
  requirement: requirements.notBefore,
  level: 'MUST',
  severity: 'medium',
  maker: 'issuer-only',
  gains: 'A token that was meant for later is used now.',
} as const

const notBefore = family('api.time.nbf', early, [
  {
    id: 'hour-ahead',
    title: 'A token that becomes valid in an hour, the tolerance added, is refused',
    token: claims({ nbf: now(3600, 1), exp: now(7200, 1) }),
  },
  {
    id: 'just-outside-tolerance',
    title: 'A token that becomes valid ten seconds after the tolerance is refused',
    severity: 'low',
    token: claims({ nbf: now(10, 1), exp: now(7200, 1) }),
  },
  {
    id: 'just-inside-tolerance',
    title: 'A token that becomes valid ten seconds before the tolerance ends is accepted',
    level: 'SHOULD',
    severity: 'low',
    maker: 'another-client',
    gains: 'Nothing; but an instance whose clock is a little slow refuses fresh tokens.',
    token: claims({ nbf: now(-10, 1), exp: now(7200, 1) }),
    expect: accepted,
  },
  {
    id: 'string',
    title: 'A token whose nbf is a string is refused',
    requirement: requirements.numericDate,
    token: claims({ nbf: 'tomorrow' }),
  },
  {
    id: 'null',
    title: 'A token whose nbf is null is refused',
    requirement: requirements.numericDate,
    severity: 'low',
    token: claims({ nbf: null }),
  },
  {
    id: 'array',
    title: 'A token whose nbf is an array is refused',
    requirement: requirements.numericDate,
    token: claims({ nbf: [now(day)] }),
  },
  {
    id: 'missing',
    title: 'A token without nbf, which is optional, breaks nothing',
    level: 'SHOULD',
    severity: 'info',
    gains: 'Nothing; but an optional claim stops the API.',
    token: without('nbf'),
    expect: unharmed,
  },
])

const issuedAt = family('api.time', early, [
  {
    id: 'iat.future',
    title: 'A token that was issued in an hour is treated as declared',
    requirement: requirements.issuedAt,
    severity: 'low',
    token: claims({ iat: now(3600, 1), exp: now(7200, 1) }),
    expect: asDeclared('futureIssuedAt'),
  },
  {
    id: 'iat.string',
    title: 'A token whose iat is a string breaks nothing',
    requirement: requirements.issuedAt,
    level: 'SHOULD',
    severity: 'info',
    gains: 'Nothing; but a claim of another type stops the API.',
    token: claims({ iat: 'yesterday' }),
    expect: unharmed,
  },
  {
    id: 'lifetime.ten-years',
    title: 'A token that lives for ten years is treated as declared',
    requirement: requirements.tokenLifetime,
    severity: 'low',
    gains: 'A token that no Entra tenant issues is believed.',
    token: claims({ exp: now(3650 * day) }),
    expect: asDeclared('longLifetime'),
  },
])

export const timeCases: readonly Case[] = [
  ...expiry,
  ...expiryTypes,
  ...milliseconds,
  ...notBefore,
  ...issuedAt,
  ...laterTimeCases,
]
