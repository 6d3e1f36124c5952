import { UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'

import type { LedgerStep, RequestCheck } from '../client-case.ts'
import { createLedger } from '../mock-azure/ledger.ts'
import { checkLedger } from './ledger-check.ts'
import { fieldOf, readRequest } from './ledger-request.ts'

let now = 1_000_000
const jwt = (claims: Record<string, string | number>): string => `${new UnsecuredJWT(claims).encode()}c2ln`
const assertion = jwt({ iss: 'app', sub: 'app', aud: 'https://login/token?a=1&b=2', iat: 100, exp: 700 })

function ledgerOf(...bodies: readonly Record<string, string>[]) {
  const ledger = createLedger({ now: () => (now += 5000), sleep: () => Promise.resolve() })
  for (const body of bodies) {
    ledger.record({
      method: 'POST',
      url: 'https://login.microsoftonline.com/t/oauth2/v2.0/token?client-request-id=1',
      host: 'login.microsoftonline.com',
      endpoint: 'entra.token',
      requestHeaders: { authorization: `Bearer ${jwt({ aud: 'api', n: 1 })}`, 'x-kind': 'test' },
      requestBody: new URLSearchParams(body).toString(),
      status: 200,
      faulted: false,
      refused: false,
    })
  }
  return ledger.entries()
}

const code = {
  grant_type: 'authorization_code',
  scope: 'a b',
  client_secret: 'mock-secret',
  client_assertion: assertion,
}
const refresh = { grant_type: 'refresh_token', refresh_token: 'r1' }

function problems(step: Partial<LedgerStep>, ...bodies: readonly Record<string, string>[]): readonly string[] {
  const { objections } = checkLedger({ do: 'ledger', of: 'entra.token', because: 'why', ...step }, ledgerOf(...bodies))
  return objections.map(({ actual }) => actual)
}

describe('a request of the ledger', () => {
  it('is taken apart, with credentials described and never shown', () => {
    const [entry] = ledgerOf(code)
    const request = entry && readRequest(entry)
    expect(request?.assertion).toMatchObject({
      header: { alg: 'none' },
      claims: { iss: 'app', aud: 'https://login/token?a=1&b=2' },
    })
    expect(request?.url).toBe('https://login.microsoftonline.com/t/oauth2/v2.0/token')
    const fields = [
      'query.client-request-id',
      'form.scope',
      'assertion.claims.exp',
      'bearer.claims.aud',
      'header.X-Kind',
    ]
    expect(fields.map((field) => request && fieldOf(request, field))).toEqual(['1', 'a b', '700', 'api', 'test'])
    expect(JSON.stringify(request)).not.toMatch(/mock-secret|c2ln/)
  })
})

describe('counts', () => {
  it.each([
    [{ exactly: 2 }, []],
    [{ exactly: 1 }, ['2: why']],
    [{ atLeast: 3 }, ['2: why']],
    [{ atMost: 1 }, ['2: why']],
    [{ atLeast: 2, atMost: 2 }, []],
    [{ where: { form: { grant_type: 'refresh_token' } }, exactly: 1 }, []],
    [{ where: { form: { client_secret: null } }, exactly: 1 }, []],
  ])('%o', (step, expected) => {
    expect(problems(step, code, refresh)).toEqual(expected)
  })
})

describe('checks of requests', () => {
  const checks: readonly (readonly [RequestCheck, string | undefined])[] = [
    [{ method: 'POST', status: '2xx', url: '/token$/' }, undefined],
    [{ method: 'GET' }, 'the method is POST, not GET'],
    [{ status: [400, '5xx'] }, 'it was answered with 200'],
    [{ form: { client_secret: null } }, 'form parameter client_secret is there'],
    [{ form: { code: '/./' } }, 'there is no form parameter code'],
    [{ query: { 'client-request-id': '/^\\d$/' } }, undefined],
    [{ headers: { 'X-Kind': 'other' } }, 'header X-Kind is test, not other'],
    [{ anywhere: { 'client-request-id': '1', 'x-kind': 'test', scope: 'a b' } }, undefined],
    [{ anywhere: { traceparent: '/./' } }, 'there is no traceparent'],
    [{ assertion: { claims: { iss: 'app', jti: null }, lifetimeAtMostSeconds: 600 } }, undefined],
    [{ assertion: { lifetimeAtMostSeconds: 599 } }, 'the client assertion lives for 600 s'],
    [{ assertion: { header: { alg: 'PS256' } } }, 'header alg of the client assertion is none, not PS256'],
    [{ bearer: { claims: { n: '1' } } }, undefined],
  ]
  it.each(checks)('%o', (check, expected) => {
    expect(problems({ each: check }, code).join('')).toContain(expected ?? '')
    const wrong = expected === undefined ? 0 : 1
    expect(problems({ each: check }, code)).toHaveLength(wrong)
    expect(problems({ some: check }, code)).toHaveLength(wrong)
    expect(problems({ none: check }, code)).toHaveLength(1 - wrong)
  })

  it('each wants all of them, some wants one, also where there is none', () => {
    const check = { form: { grant_type: 'refresh_token' } }
    expect(problems({ each: check }, refresh, code)).toHaveLength(1)
    expect(problems({ some: check }, code, refresh)).toEqual([])
    expect(problems({ each: check })).toEqual([])
    expect(problems({ some: check })).toEqual(['there is no request at all: why'])
    expect(problems({ each: { assertion: {} } }, refresh)).toEqual(['there is no client assertion: why'])
  })
})

describe('comparisons', () => {
  it('alike and different', () => {
    const other = { ...code, client_assertion: jwt({ iss: 'other' }) }
    expect(problems({ same: ['assertion', 'form.scope'] }, code, code)).toEqual([])
    expect(problems({ same: ['assertion'] }, code, other)).toHaveLength(1)
    expect(problems({ distinct: ['assertion'] }, code, other)).toEqual([])
    expect(problems({ distinct: ['assertion'] }, code, code)).toHaveLength(1)
    expect(problems({ distinct: ['assertion'] }, code, refresh)).toEqual(['a request without it: why'])
  })

  it('how far apart', () => {
    expect(problems({ apartAtLeastSeconds: 5 }, code, code)).toEqual([])
    expect(problems({ apartAtLeastSeconds: 6 }, code, code)).toEqual(['5.0 s: why'])
  })
})
