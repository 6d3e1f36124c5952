import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Mutation } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'

const tampered = {
  requirement: requirements.tokenIntegrity,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'Anyone who holds one token, or none, writes tokens for any user and any permission.',
} satisfies Partial<ExchangeCase>

const brokenSignatures: readonly Member[] = (
  [
    ['stripped', 'no signature segment', 'absent'],
    ['empty', 'an empty signature', 'empty'],
    ['truncated', 'half of its signature', 'truncate'],
    ['extended', 'a byte after its signature', 'extend'],
    ['zeros', 'a signature of zeros', 'zeros'],
    ['bit-flipped', 'one bit of its signature flipped', 'flip-bit'],
    ['of-another-token', 'the signature of another valid token', 'of-another-token'],
  ] as const
).map(([id, what, change]) => ({
  id,
  title: `A token with ${what} is refused`,
  mutations: [{ op: 'signature', change }],
}))

const swapped: readonly Member[] = [
  {
    id: 'payload-swapped.user',
    title: "Another user's IDs under the old signature are refused",
    mutations: [{ op: 'swap-payload', values: { oid: '${secondUserId}', sub: '${secondUserId}' } }],
  },
  {
    id: 'payload-swapped.permissions',
    title: 'More scopes and roles under the old signature are refused',
    mutations: [
      { op: 'swap-payload', values: { scp: 'access_as_user Admin.All Files.ReadWrite.All', roles: ['Admin'] } },
    ],
  },
  {
    id: 'payload-swapped.expiry',
    title: 'A later exp under the old signature is refused',
    mutations: [{ op: 'swap-payload', values: { exp: { $now: 80_000 } } }],
  },
  {
    id: 'header-swapped',
    title: 'A header member added under the old signature is refused',
    mutations: [{ op: 'swap-header', values: { note: 'added after signing' } }],
  },
]

/** Signed, but by the attacker's own key. */
const wrongKey: readonly Member[] = [
  {
    id: 'right-kid',
    title: "A stranger's signature under the genuine kid is refused",
    mutations: [{ op: 'sign', key: 'outsider', kidOf: 'tenant' }],
  },
  {
    id: 'second-kid',
    title: "A stranger's signature under the other published kid is refused",
    mutations: [{ op: 'sign', key: 'outsider', kidOf: 'tenant-second' }],
  },
  {
    id: 'no-kid',
    title: "A stranger's signature without a kid is refused",
    mutations: [
      { op: 'remove', part: 'header', names: ['kid'] },
      { op: 'sign', key: 'outsider' },
    ],
  },
  {
    id: 'unsafe-method',
    title: "A stranger's signature changes nothing through an unsafe method",
    needs: ['unsafe-route'],
    request: { route: 'unsafe' },
    mutations: [{ op: 'sign', key: 'outsider', kidOf: 'tenant' }],
  },
]

const echo = {
  requirement: requirements.tokenIntegrity,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: "What an attacker writes comes back in the API's name: into logs, pages and headers of whoever sends it.",
} satisfies Partial<ExchangeCase>

const canaryClaims = ['iss', 'aud', 'sub', 'oid', 'tid', 'name', 'preferred_username', 'scp', 'ver'] as const
const canaryHeaders = ['kid', 'typ', 'alg'] as const

/** The stranger's signature keeps every check after the signature's from being reached. */
const notEchoed: readonly Member[] = [
  ...canaryClaims.map((name) => echoMember('claims', name, '${canary}')),
  ...canaryHeaders.map((name) => echoMember('header', name, '${canary}')),
  {
    id: 'claims.markup',
    title: 'Markup in a claim does not come back before the signature is checked',
    mutations: [
      { op: 'set', part: 'claims', values: { name: '<script>alert("${canary}")</script>' } },
      { op: 'sign', key: 'outsider', kidOf: 'tenant' },
    ],
  },
]

function echoMember(part: 'claims' | 'header', name: string, value: string): Member {
  const set: Mutation = { op: 'set', part, values: { [name]: value } }
  return {
    id: `${part}.${name.replaceAll('_', '-')}`,
    title: `The ${part === 'claims' ? 'claim' : 'header member'} ${name} does not come back before the signature is checked`,
    mutations: [set, { op: 'sign', key: 'outsider', kidOf: 'tenant' }],
  }
}

/** Signatures that do not cover the token, and what is said about such a token. */
export const tamperingCases: readonly Case[] = [
  ...family('api.signature', tampered, [...brokenSignatures, ...swapped]),
  ...family('api.signature.wrong-key', tampered, wrongKey),
  ...family('api.signature.not-echoed', echo, notEchoed),
]
