import type { Case, ExchangeCase } from '../../harness/case.ts'
import type { Mutation, Part } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family, type Member } from './family.ts'
import { invalidOrTooLarge, invalidRequest, unharmed, valid } from './recipes.ts'

const characters = {
  requirement: requirements.bearerHeader,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  needs: ['protected-route', 'raw-socket'],
  token: valid,
  expect: invalidRequest,
  answer: { headers: { 'x-injected': null } },
  gains: 'What is not a b64token reaches code that expects one: it fails, or reads another token than was checked.',
} satisfies Partial<ExchangeCase>

/** A genuine token with something after, before or inside it that no b64token has. */
const credentials = {
  'non-ascii': ['a letter outside ASCII after the token', '${token}é'],
  'non-ascii-prefix': ['a letter outside ASCII before the token', 'é${token}'],
  emoji: ['an emoji after the token', '${token}🔑'],
  'byte-order-mark': ['a byte order mark before the token', '\ufeff${token}'],
  'zero-width-space': ['a zero-width space after the token', '${token}\u200b'],
  'no-break-space': ['a no-break space after the token', '${token}\u00a0'],
  nul: ['a NUL after the token', '${token}\u0000'],
  'nul-and-text': ['a NUL and text after the token', '${token}\u0000.x'],
  delete: ['a DEL after the token', '${token}\u007f'],
  escape: ['an escape sequence after the token', '${token}\u001b[2J'],
  'carriage-return': ['a bare carriage return after the token', '${token}\rX-Injected: 1'],
  'encoded-line-break': ['an encoded line break and a header after the token', '${token}%0d%0aX-Injected:%20${canary}'],
  'unicode-line-break': ['letters that lose their high byte to a line break', '${token}\u560d\u560aX-Injected: 1'],
  backslash: ['a backslash after the token', '${token}\\'],
  semicolon: ['a parameter after the token', '${token};a=b'],
  'second-word': ['a second word after the token', '${token} x'],
} as const

const carried = Object.entries(credentials).map(([id, [what, text]]): Member => ({
  id,
  title: `Credentials with ${what} are refused`,
  request: { raw: true, authorization: [`Bearer ${text}`] },
}))

/** RFC 9112 §2.2 lets a server end a line there: the token is then genuine, and another field follows. */
const lineFeed: Member = {
  id: 'line-feed',
  title: 'A bare line feed and a field after the token break nothing',
  level: 'SHOULD',
  request: { raw: true, authorization: ['Bearer ${token}\nX-Injected: 1'] },
  expect: unharmed,
}

const splitting = {
  requirement: requirements.responseSplitting,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  answer: { headers: { 'x-injected': null } },
  gains: "An attacker writes header lines, cookies among them, into the API's answers, or makes the server fail.",
} satisfies Partial<ExchangeCase>

const repeated: readonly (readonly [part: Part, name: string])[] = [
  ['header', 'alg'],
  ['header', 'kid'],
  ['header', 'typ'],
  ['claims', 'iss'],
  ['claims', 'aud'],
  ['claims', 'scp'],
  ['claims', 'tid'],
]

/** Members an API is tempted to repeat in its challenge. */
const lineBreaks = repeated.map(([part, name]): Member => ({
  id: `${part}.${name}`,
  title: `Line breaks in ${name} add no header to the answer`,
  mutations: [
    { op: 'set', part, values: { [name]: 'x\r\nX-Injected: ${canary}\r\n\r\n' } },
    { op: 'sign', key: 'outsider', kidOf: 'tenant' },
  ],
}))

const sizes = {
  requirement: requirements.resourceConsumption,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'One request of a stranger makes the server fail or keeps it busy.',
  expect: invalidOrTooLarge,
} satisfies Partial<ExchangeCase>

function sized(id: string, what: string, bytes: number, more: Partial<ExchangeCase> = {}): Member {
  const forged: Mutation[] = [
    { op: 'grow', bytes },
    { op: 'sign', key: 'outsider', kidOf: 'tenant' },
  ]
  return { id, title: `A forged token of ${what} is refused`, mutations: forged, ...more }
}

/** Past the server's limit the answer may come before the request is out: only a bare socket sees it then. */
const bareSocket = { needs: ['protected-route', 'raw-socket'], request: { raw: true } } satisfies Partial<ExchangeCase>

const large: readonly Member[] = [
  sized('12-kb', '12 KB', 12 * 1024),
  sized('16-kb', '16 KB', 16 * 1024, bareSocket),
  sized('64-kb', '64 KB', 64 * 1024, bareSocket),
  sized('1-mb', '1 MB', 1024 * 1024, bareSocket),
]

/** The characters and the size of the credentials. */
export const bearerCases: readonly Case[] = [
  ...family('api.format.bearer', characters, [...carried, lineFeed]),
  ...family('api.format.response-splitting', splitting, lineBreaks),
  ...family('api.format.size', sizes, large),
]
