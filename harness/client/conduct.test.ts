import { deflateSync } from 'node:zlib'

import { describe, expect, it } from 'vitest'

import type { ClientCase } from '../client-case.ts'
import type { LedgerEntry } from '../mock-azure/contract.ts'
import type { Hop } from './browser.ts'
import { checkConduct, mostRequestsToOneEndpoint, type Traces } from './conduct.ts'
import { newOutput } from './output.ts'
import { caseFacts } from './testing/case-facts.ts'

const token = 'an-access-token-that-is-long-enough'
const quiet: Traces = {
  hops: [],
  ledger: [],
  urls: [],
  output: '',
  credentials: [{ kind: 'access token', value: token }],
  secrets: [{ kind: 'client secret', value: 'mock-secret' }],
  busy: false,
}

const item: ClientCase = {
  ...caseFacts,
  id: 'test.conduct.case',
  steps: [],
}

function found(traces: Partial<Traces>, allow: NonNullable<ClientCase['conduct']>['allow'] = []): readonly string[] {
  const judged = { ...item, conduct: { allow, because: 'of the test' } }
  return checkConduct(judged, { ...quiet, ...traces }).map(({ expected }) => expected)
}

function hop(body: string, headers: readonly (readonly [string, string])[] = [], at: Hop['at'] = 'target'): Hop {
  const response = { status: 200, headers, body }
  const answer = { kind: 'response', response, durationMs: 1 } as const
  return { at, method: 'GET', url: 'http://localhost/', headers: [], answer }
}

const entry: LedgerEntry = {
  sequence: 1,
  at: 0,
  method: 'GET',
  url: 'https://x/',
  host: 'x',
  requestHeaders: {},
  status: 200,
  faulted: false,
  refused: false,
}

it('finds nothing where there is nothing', () => {
  const page = hop('<p>Hello</p>', [['set-cookie', 'session=0123456789abcdef; HttpOnly']])
  const ledger = Array.from({ length: mostRequestsToOneEndpoint }, () => entry)
  expect(found({ hops: [page], output: 'signed in', urls: ['https://x/?code=1'], ledger })).toEqual([])
})

describe('a token or secret', () => {
  const flask = deflateSync(JSON.stringify({ token })).toString('base64url')
  it.each<[string, Partial<Traces>]>([
    ['in a page', { hops: [hop(`<p>${token}</p>`)] }],
    ['in a cookie', { hops: [hop('', [['set-cookie', `t=${token}; HttpOnly`]])] }],
    ['in a cookie, base64', { hops: [hop('', [['set-cookie', `t=${Buffer.from(token).toString('base64')}`]])] }],
    ['in a cookie, signed and compressed', { hops: [hop('', [['set-cookie', `session=.${flask}.sig`]])] }],
    ['in a redirect', { hops: [hop('', [['location', `/next?t=${token}`]])] }],
    ['in a URL', { urls: [`https://api/?access_token=${token}`] }],
    ['in the output', { output: `sending ${token}` }],
    ['in the output, a secret', { output: 'CLIENT_SECRET=mock-secret' }],
  ])('%s is found', (_name, traces) => {
    expect(found(traces)).toHaveLength(1)
  })

  it('may stand on a page of Entra ID, and as a hint where the user signs out', () => {
    expect(found({ hops: [hop(token, [], 'cloud')] })).toEqual([])
    expect(found({ hops: [hop('', [['location', `https://login/logout?a=b&id_token_hint=${token}`]])] })).toEqual([])
  })
})

it.each<[string, Partial<Traces>]>([
  ['a stack trace', { hops: [hop('TypeError: x\n    at f (file:///app/main.ts:1:2)')] }],
  ['a Python stack trace', { hops: [hop('Traceback (most recent call last):\n  File')] }],
  ['an undeclared host', { ledger: [{ ...entry, refused: true, host: 'telemetry.example' }] }],
  ['a canary', { ledger: [{ ...entry, endpoint: 'canary' }] }],
  ['a storm', { ledger: Array.from({ length: mostRequestsToOneEndpoint + 1 }, () => entry) }],
])('%s is found', (_name, traces) => {
  expect(found(traces)).toHaveLength(1)
})

it('looks away where the case says so', () => {
  expect(found({ ledger: [{ ...entry, refused: true }] }, ['undeclared-host'])).toEqual([])
  expect(found({ ledger: Array.from({ length: 99 }, () => entry), busy: true })).toEqual([])
})

it.each([
  ['', 'a\nb', 'a\nb'],
  ['a', 'a\nb', '\nb'],
  ['a\nb\nc', 'b\nc\nd', 'd'],
  ['a\nb', 'c\nd', 'c\nd'],
])('of output, after %j the new part of %j is %j', (before, after, expected) => {
  expect(newOutput(before, after)).toBe(expected)
})
