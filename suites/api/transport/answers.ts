import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { accepted, changed, claims, invalidToken, notCredentials, valid } from '../recipes.ts'

/** What stack traces of the common runtimes look like. */
const stackTraces = [
  '/\\n\\s+at .+\\(?.+:\\d+:\\d+\\)?/', // Node
  '/\\\\n\\s+at .+:\\d+:\\d+/', // Node, inside JSON
  '/\\n\\s+at [\\w.]+\\(.*\\) in .+:line \\d+/', // .NET
  '/\\bat [\\w.$]+\\([\\w]+\\.java:\\d+\\)/',
  '/Traceback \\(most recent call last\\)/',
  '/goroutine \\d+ \\[/',
  '/\\bFile ".+", line \\d+/',
]
const keyMaterial = [
  '/-----BEGIN [A-Z ]+-----/',
  '/"n"\\s*:\\s*"[A-Za-z0-9_-]{80,}"/',
  '/"x5c"\\s*:/',
  '${clientSecret}',
]

const discreet = {
  requirement: requirements.misconfiguration,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'An attacker learns paths, versions and how tokens are checked.',
} as const

const errorAnswers = family('api.transport.errors', discreet, [
  {
    id: 'malformed-token',
    title: 'The answer to a malformed token holds no stack trace',
    token: changed({ op: 'replace', text: 'not.a.token' }),
    answer: { lacks: stackTraces },
  },
  {
    id: 'forged-token',
    title: 'The answer to a forged token holds no stack trace and no key material',
    token: changed({ op: 'signature', change: 'flip-bit' }),
    answer: { lacks: [...stackTraces, ...keyMaterial] },
  },
  {
    id: 'wrong-audience',
    title: 'The answer to a token for another API holds no stack trace and no key material',
    token: claims({ aud: '${otherApiClientId}' }),
    answer: { lacks: [...stackTraces, ...keyMaterial] },
  },
  {
    id: 'odd-claims',
    title: 'The answer to claims of unexpected types holds no stack trace',
    maker: 'issuer-only',
    token: claims({ oid: { a: 1 }, sub: [], scp: { a: 1 }, roles: { a: 1 }, name: 7 }),
    expect: { outcome: 'no-data' },
    answer: { lacks: stackTraces },
  },
  {
    id: 'unknown-path',
    title: 'The answer to an unknown path holds no stack trace',
    token: valid,
    request: { path: '/no-such-path' },
    expect: { outcome: 'unharmed' },
    answer: { lacks: stackTraces },
  },
  {
    id: 'malformed-body',
    title: 'A body that breaks off is refused without a stack trace',
    maker: 'another-client',
    needs: ['unsafe-route'],
    token: valid,
    request: { route: 'unsafe', body: { type: 'application/json', text: '{"' } },
    expect: { outcome: 'no-data' },
    answer: { lacks: stackTraces },
  },
  {
    id: 'no-redirect',
    title: 'A browser without a token is told so, not sent to a login page',
    requirement: requirements.bearerChallenge,
    request: { authorization: [], headers: [['Accept', 'text/html']] },
    expect: { outcome: 'no-data' },
    answer: { lacksHeaders: { location: '/./' } },
    gains: 'Clients follow the redirect and take the login page for the answer.',
  },
  {
    id: 'not-html',
    title: 'A refusal is not an HTML page',
    requirement: requirements.bearerErrors,
    level: 'SHOULD',
    severity: 'low',
    request: { authorization: [], headers: [['Accept', 'application/json']] },
    expect: notCredentials,
    answer: { lacksHeaders: { 'content-type': '/html/i' } },
    gains: 'Nothing; but clients cannot read why they are refused.',
  },
])

const kept = {
  ...discreet,
  requirement: requirements.authenticatedCaching,
  maker: 'another-client',
  token: valid,
  expect: accepted,
  gains: "A shared cache on the way hands one user's answer to the next.",
} as const

const caching = family('api.transport.caching', kept, [
  {
    id: 'not-public',
    title: 'A protected answer is not offered to shared caches',
    answer: { lacksHeaders: { 'cache-control': '/public|s-maxage/i' } },
  },
  {
    id: 'not-stored',
    title: 'A protected answer says that it must not be stored or shared',
    level: 'SHOULD',
    severity: 'info',
    answer: { headers: { 'cache-control': '/no-store|private|no-cache/i' } },
  },
  {
    id: 'denial-not-public',
    title: 'A refusal is not offered to shared caches',
    severity: 'low',
    maker: 'anyone',
    token: changed({ op: 'signature', change: 'flip-bit' }),
    expect: invalidToken,
    answer: { lacksHeaders: { 'cache-control': '/public|s-maxage/i' } },
    gains: "A shared cache on the way hands one caller's refusal to the next.",
  },
])

/** What answers give away, and who may keep them. */
export const answerCases = [...errorAnswers, ...caching]
