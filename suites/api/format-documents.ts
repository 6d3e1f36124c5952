import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Mutation, Part } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'
import { invalidOrTooLarge } from './recipes.ts'

/** Parsing comes before the signature can be checked, so anyone reaches this code. */
const forged = {
  requirement: requirements.claimsObject,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'One request without any key makes the server fail, hang or end: for everybody.',
} satisfies Partial<ExchangeCase>

const signed = {
  requirement: requirements.claimsObject,
  level: 'MUST',
  severity: 'low',
  maker: 'issuer-only',
  gains: 'Little by itself, since only Entra can sign such a token; but claims that are not there pass for valid.',
} satisfies Partial<ExchangeCase>

const strangersSignature: Mutation = { op: 'sign', key: 'outsider', kidOf: 'tenant' }

/** What stands in place of the JSON object; `${json}` is the genuine text. */
const documents = {
  null: ['null', 'null'],
  array: ['an array', '[]'],
  'array-around': ['an array around the object', '[${json}]'],
  string: ['a string', '"x"'],
  number: ['a number', '1'],
  boolean: ['true', 'true'],
  truncated: ['an opening brace alone', '{'],
  'cut-off': ['an object without its end', '${json},'],
  'empty-object': ['an object without members', '{}'],
  'trailing-text': ['text after the object', '${json}x'],
  'two-objects': ['two objects', '${json}${json}'],
  comment: ['a comment before the object', '/* */${json}'],
  'single-quotes': ['an object in single quotes', "{'alg':'RS256','aud':'x'}"],
  'not-a-number': ['the value NaN', '{"exp":NaN,"alg":NaN}'],
  'unescaped-control': ['an unescaped control character', '{"alg":"RS256\u0001","note":"\u0001"}'],
} as const

const encodings = {
  'utf-16': 'UTF-16',
  'byte-order-mark': 'a byte order mark',
  'invalid-utf-8': 'bytes that are not UTF-8',
} as const

const encodingOf = { 'utf-16': 'utf-16', 'byte-order-mark': 'utf-8-bom', 'invalid-utf-8': 'invalid-utf-8' } as const

/** Levels that still fit into the 16 KB of header fields most servers take. */
const fittingLevels = 5000

function documentMembers(part: Part, suffix: string, sign: readonly Mutation[]): readonly Member[] {
  const where = part === 'header' ? 'A header' : 'A payload'
  return [
    ...Object.entries(documents).map(([id, [what, text]]): Member => ({
      id: `${id}${suffix}`,
      title: `${where} that is ${what} is refused`,
      mutations: [{ op: 'json', part, text }, ...sign],
    })),
    ...(['utf-16', 'byte-order-mark', 'invalid-utf-8'] as const).map((id): Member => ({
      id: `${id}${suffix}`,
      title: `${where} with ${encodings[id]} is refused`,
      requirement: requirements.utf8,
      // RFC 8259 §8.1 lets a reader skip the mark.
      ...(id === 'byte-order-mark' ? { level: 'SHOULD' } : {}),
      mutations: [{ op: 'encoding', part, as: encodingOf[id] }, ...sign],
    })),
  ]
}

function nested(part: Part, levels: number, sign: readonly Mutation[]): Member {
  return {
    id: `nested-${levels}-deep`,
    title: `A ${part === 'header' ? 'header' : 'payload'} nested ${levels} levels deep is refused`,
    requirement: requirements.resourceConsumption,
    mutations: [{ op: 'nest', part, levels }, ...sign],
    expect: invalidOrTooLarge,
  }
}

/** Members that merge code, number parsers and string code stumble over. */
function treacherous(part: Part): readonly Member[] {
  const where = part === 'header' ? 'header' : 'payload'
  const pollution = '{"polluted":"${canary}","roles":["Admin"],"scp":"access_as_user","alg":"none"}'
  return [
    {
      id: 'proto-member',
      title: `A "__proto__" in the ${where} changes nothing for anyone`,
      requirement: requirements.prototypePollution,
      mutations: [{ op: 'raw', part, name: '__proto__', text: pollution }, strangersSignature],
    },
    {
      id: 'constructor-prototype-member',
      title: `A "constructor" with a prototype in the ${where} changes nothing for anyone`,
      requirement: requirements.prototypePollution,
      mutations: [{ op: 'raw', part, name: 'constructor', text: `{"prototype":${pollution}}` }, strangersSignature],
    },
    {
      id: 'huge-number',
      title: `A number of 8 000 digits in the ${where} is refused`,
      requirement: requirements.resourceConsumption,
      mutations: [{ op: 'raw', part, name: 'iat', text: '9'.repeat(8000) }, strangersSignature],
      expect: invalidOrTooLarge,
    },
    {
      id: 'huge-exponent',
      title: `A number beyond every range in the ${where} is refused`,
      mutations: [{ op: 'raw', part, name: 'iat', text: '1e999999999' }, strangersSignature],
    },
    {
      id: 'lone-surrogate',
      title: `Half a surrogate pair and a NUL in the ${where} are refused`,
      requirement: requirements.utf8,
      mutations: [{ op: 'raw', part, name: 'typ', text: '"\\ud800\\u0000"' }, strangersSignature],
    },
  ]
}

const stranger = [strangersSignature]

/** Header and payload are each one JSON object in UTF-8. */
export const documentCases: readonly Case[] = [
  ...family('api.format.header', forged, [
    ...documentMembers('header', '', stranger),
    nested('header', fittingLevels, stranger),
    nested('header', 10_000, stranger),
    ...treacherous('header'),
  ]),
  ...family('api.format.payload', forged, [
    ...documentMembers('claims', '', stranger),
    nested('claims', fittingLevels, stranger),
    nested('claims', 10_000, stranger),
    ...treacherous('claims'),
  ]),
  ...family(
    'api.format.payload',
    signed,
    documentMembers('claims', '.signed', []).map((member) => ({
      ...member,
      title: member.title.replace('A payload', 'A payload signed by the tenant'),
    })),
  ),
]
