import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Mutation, Segment } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'
import { changed, invalidOrTooLarge, invalidTokenOrRequest } from './recipes.ts'

const malformed = {
  requirement: requirements.compactSerialization,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'A parser that guesses what was meant can be led past a check, or made to fail with an error of the server.',
} satisfies Partial<ExchangeCase>

/** An empty signature is `api.signature.empty`. */
const counts: readonly Member[] = [
  { id: 'one', title: 'A token of one segment is refused', mutations: [{ op: 'segments', count: 1 }] },
  { id: 'two', title: 'A token of header and signature alone is refused', mutations: [{ op: 'segments', count: 2 }] },
  { id: 'four', title: 'A token of four segments is refused', mutations: [{ op: 'segments', count: 4 }] },
  {
    id: 'five',
    title: 'A token of five segments that is no JWE is refused',
    mutations: [{ op: 'segments', count: 5 }],
  },
  { id: 'six', title: 'Two tokens joined by a period are refused', mutations: [replace('${wire}.${wire}')] },
  { id: 'leading-period', title: 'A period before the token is refused', mutations: [{ op: 'prepend', text: '.' }] },
  { id: 'trailing-period', title: 'A period after the token is refused', mutations: [{ op: 'append', text: '.' }] },
  { id: 'only-periods', title: 'Two periods alone are refused', mutations: [replace('..')] },
  {
    id: 'many-periods',
    title: 'Thousands of periods are refused',
    requirement: requirements.resourceConsumption,
    severity: 'medium',
    mutations: [replace('.'.repeat(8000))],
    expect: invalidOrTooLarge,
  },
  {
    id: 'sd-jwt',
    title: 'A tilde after the token, which makes it an SD-JWT, is refused',
    mutations: [{ op: 'append', text: '~' }],
  },
  { id: 'empty-header', title: 'An empty header segment is refused', mutations: [empty('header')] },
  { id: 'empty-payload', title: 'An empty payload segment is refused', mutations: [empty('payload')] },
  {
    id: 'empty-payload.signed',
    title: 'A validly signed token with an empty payload is refused',
    maker: 'issuer-only',
    severity: 'low',
    mutations: [{ op: 'json', part: 'claims', text: '' }],
  },
]

const notTokens = Object.entries({
  undefined: 'undefined',
  null: 'null',
  'object-text': '[object Object]',
  'empty-object': '{}',
  quotes: '""',
  'unfilled-template': '{{accessToken}}',
}).map(([id, text]): Member => ({
  id,
  title: `The text ${text.startsWith('"') ? 'of two quotes' : text} in place of a token is refused`,
  severity: 'medium',
  mutations: [replace(text)],
}))

function replace(text: string): Mutation {
  return { op: 'replace', text }
}

function empty(segment: Segment): Mutation {
  return { op: 'segment', segment, change: 'empty' }
}

type Change = Extract<Mutation, { op: 'segment' }>['change']

const changes = {
  pad: '= padding',
  space: 'a space inside',
  tab: 'a tab inside',
  newline: 'a line feed inside',
  fold: 'a folded line inside',
  'non-canonical': 'unused bits set',
} as const satisfies Partial<Record<Change, string>>

/** Line breaks cannot be sent by an HTTP client that minds its header fields. */
const onRawSocket = {
  needs: ['protected-route', 'raw-socket'],
  request: { raw: true },
} satisfies Partial<ExchangeCase>

function respelled(segment: Segment, change: keyof typeof changes, resign = false): Member {
  return {
    id: `${segment}.${change}${resign ? '.signed' : ''}`,
    title: `A ${segment} segment with ${changes[change]}${resign ? ', and signed so,' : ''} is refused`,
    mutations: [{ op: 'segment', segment, change, ...(resign ? { resign } : {}) }],
    ...(change === 'non-canonical' ? {} : { expect: invalidTokenOrRequest }),
    ...(change === 'newline' || change === 'fold' ? onRawSocket : {}),
  }
}

const encoding = {
  ...malformed,
  requirement: requirements.base64url,
  severity: 'medium',
} satisfies Partial<ExchangeCase>

/** The signature is over other text, whatever the segment decodes to. */
const changedAfterSigning: readonly Member[] = (['header', 'payload'] as const).flatMap((segment) =>
  (['pad', 'space', 'tab', 'newline', 'fold', 'non-canonical'] as const).map((change) => respelled(segment, change)),
)

const changedBeforeSigning: readonly Member[] = [
  ...(['header', 'payload'] as const).flatMap((segment) =>
    (['pad', 'space', 'non-canonical'] as const).map((change) => respelled(segment, change, true)),
  ),
  standardAlphabet('header', true),
  standardAlphabet('payload', true),
]

/** The text `???` is the shortest whose base64url has a character that base64 writes otherwise, wherever it stands. */
function standardAlphabet(segment: 'header' | 'payload', resign: boolean): Member {
  const mark: Mutation = { op: 'set', part: segment === 'header' ? 'header' : 'claims', values: { note: '???' } }
  return {
    id: `${segment}.standard-alphabet${resign ? '.signed' : ''}`,
    title: `A ${segment} segment with + and /${resign ? ', and signed so,' : ''} is refused`,
    mutations: [mark, { op: 'segment', segment, change: 'standard-alphabet', ...(resign ? { resign } : {}) }],
    control: { token: changed(mark) },
    expect: invalidTokenOrRequest,
  }
}

/** Good libraries differ here: the token is genuine, only spelled otherwise. */
const signatureRespelled = {
  ...encoding,
  level: 'SHOULD',
  severity: 'low',
  gains: 'The same token in another spelling passes a list of revoked or used tokens.',
} satisfies Partial<ExchangeCase>

const signatureSpellings: readonly Member[] = [
  ...(['pad', 'space', 'tab', 'newline', 'fold', 'non-canonical'] as const).map((change) =>
    respelled('signature', change),
  ),
  {
    id: 'signature.standard-alphabet',
    title: 'A signature segment with + and / is refused',
    mutations: [{ op: 'segment', segment: 'signature', change: 'standard-alphabet' }],
    expect: invalidTokenOrRequest,
  },
]

/** A compact token is three segments of base64url. */
export const segmentCases: readonly Case[] = [
  ...family('api.format.segments', malformed, counts),
  ...family(
    'api.format.not-a-token',
    { ...malformed, requirement: requirements.bisFormat, expect: invalidTokenOrRequest },
    notTokens,
  ),
  ...family('api.format.encoding', encoding, [...changedAfterSigning, standardAlphabet('payload', false)]),
  ...family('api.format.encoding', { ...signatureRespelled, maker: 'issuer-only' }, changedBeforeSigning),
  ...family('api.format.encoding', signatureRespelled, signatureSpellings),
]
