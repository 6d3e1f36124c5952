import { describe, expect, it } from 'vitest'

import type { AnswerCheck } from '../client-case.ts'
import { webAppSchema } from '../config/web-app-schema.ts'
import type { Answer } from '../targets/contract.ts'
import { type AnswerContext, checkAnswer } from './answer-check.ts'
import { Browser, type Hop } from './browser.ts'

const baseUrl = 'http://localhost:4000'
const webApp = webAppSchema.parse({ launch: 'run it', credentials: { secret: { env: {} } } })
const authorize = 'https://login.microsoftonline.com/t/oauth2/v2.0/authorize?state=s1&scope=openid'
const browser = new Browser('one', {
  targetOrigin: baseUrl,
  toTarget: () => Promise.resolve({ kind: 'refused', message: 'not used' }),
  toCloud: () => Promise.resolve(undefined),
})

interface Given {
  readonly status?: number
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
  /** What the home page says. */
  readonly home?: string
  readonly answer?: Answer
  readonly durationMs?: number
}

function hop(answer: Answer, path = '/page'): Hop {
  return { at: 'target', method: 'GET', url: `${baseUrl}${path}`, headers: [], answer }
}

function response(status: number, body: string, headers: Given['headers'] = []): Answer {
  return { kind: 'response', response: { status, headers, body }, durationMs: 1 }
}

async function problems(check: AnswerCheck, given: Given): Promise<readonly string[]> {
  const { status = 200, headers = [], body = '', home = 'Sign in', durationMs = 1 } = given
  const last = hop(given.answer ?? response(status, body, headers))
  const context: AnswerContext = {
    baseUrl,
    webApp,
    broker: undefined,
    nowSeconds: 1_800_000_000,
    signInPath: '/login',
    shownTo: (user) => `Welcome, ${user}`,
    home: () => Promise.resolve(hop(response(200, home), '/')),
    user: 'first',
    allUsers: ['first', 'second', 'guest'],
  }
  const objections = await checkAnswer(check, { browser, hops: [last], last, durationMs }, context)
  return objections.map(({ reason }) => reason)
}

const to = (location: string): Given => ({ status: 302, headers: [['location', location]] })

it.each<[string, AnswerCheck, Given, readonly string[]]>([
  ['is signed in', { shows: 'signed-in' }, { home: 'Welcome, first' }, []],
  ['is not signed in', { shows: 'signed-in' }, {}, ['refused-valid']],
  ['is signed in as another', { shows: 'signed-in', as: 'second' }, { home: 'Welcome, first' }, ['refused-valid']],
  ['is an error page', { shows: 'error' }, { status: 400 }, []],
  ['is no error page', { shows: 'error' }, {}, ['accepted']],
  ['refuses', { shows: 'refused' }, { status: 403 }, []],
  ['refuses by a way to a sign-in', { shows: 'refused' }, to(authorize), []],
  ['refuses by a way to the sign-in page', { shows: 'refused' }, to('/login?next=x'), []],
  ['refuses by a link to the sign-in page', { shows: 'refused' }, { body: '<a href="/login">Sign in</a>' }, []],
  ['does not refuse', { shows: 'refused' }, { body: 'Your data' }, ['accepted']],
  ['answers, and is no 500', { shows: 'answered' }, { status: 502 }, []],
  ['is a 500', { shows: 'answered' }, { status: 500 }, ['server-error']],
  ['has a status', { status: [200, '3xx'] }, { status: 303 }, []],
  ['has another status', { status: 200 }, { status: 404 }, ['policy']],
  ['fails', { status: '2xx' }, { status: 503 }, ['server-error']],
  ['is not there', {}, { answer: { kind: 'timeout', afterMs: 10 } }, ['no-answer']],
  ['came late', { atMostMs: 100 }, { durationMs: 101 }, ['no-answer']],
  ['leads to Entra ID', { redirect: { to: 'authorize', query: { state: '/./', nonce: null } } }, to(authorize), []],
  [
    'leads there without a nonce',
    { redirect: { to: 'authorize', query: { nonce: '/./' } } },
    to(authorize),
    ['policy'],
  ],
  ['leads to the app', { redirect: { to: 'app', url: '/next$/' } }, to('/next'), []],
  ['leads elsewhere', { redirect: { to: 'app' } }, to('https://evil.example/'), ['policy']],
  ['leads nowhere', { redirect: {} }, {}, ['policy']],
  ['holds a text', { contains: ['Hello', '/w.rld/'] }, { body: 'Hello world' }, []],
  ['lacks a text', { contains: ['Hello'] }, {}, ['policy']],
  ['holds what it must not', { lacks: ['x-powered-by'] }, { headers: [['x-powered-by', 'y']] }, ['leak']],
  ['has a header', { headers: { 'cache-control': '/no-store/' } }, { headers: [['cache-control', 'no-store']] }, []],
  ['lacks a header', { headers: { 'cache-control': '/no-store/' } }, {}, ['policy']],
  ['has JSON', { json: { '/a/0': '1', '/b': null } }, { body: '{"a":[1]}' }, []],
])('an answer that %s', async (_name, check, given, expected) => {
  expect(await problems(check, given)).toEqual(expected)
})

describe('who is signed in must not be', () => {
  it.each(['first', 'second', 'guest'])('whoever it is: %s', async (user) => {
    expect(await problems({ shows: 'refused' }, { status: 400, home: `Welcome, ${user}` })).toEqual(['accepted'])
    expect(await problems({ shows: 'signed-out' }, { home: `Welcome, ${user}` })).toEqual(['accepted'])
  })
})

describe('cookies', () => {
  it.each<[NonNullable<AnswerCheck['cookies']>, string, boolean]>([
    [{ httpOnly: true, secure: true, sameSite: ['lax', 'strict'] }, 's=1; HttpOnly; Secure; SameSite=Lax', true],
    [{ httpOnly: true }, 's=1; Secure', false],
    [{ secure: true }, 's=1; HttpOnly', false],
    [{ sameSite: ['lax'] }, 's=1', false],
    [{ sameSite: ['lax'] }, 's=1; SameSite=None', false],
    [{ name: 'session' }, 'other=1', false],
    [{ httpOnly: true }, 's=; Max-Age=0', false],
    [{ atLeast: 0, httpOnly: true }, 's=; Max-Age=0', true],
  ])('%o of %s: %s', async (cookies, cookie, right) => {
    expect(await problems({ cookies }, { headers: [['set-cookie', cookie]] })).toEqual(right ? [] : ['policy'])
  })
})
