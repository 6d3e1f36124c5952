import { describe, expect, test } from 'vitest'
import { type JudgeContext, judge, judgeContent } from './judge.ts'
import type { Answer } from './targets/contract.ts'

const context: JudgeContext = { policies: {}, mustNotEcho: ['canary-1'], judgesChallenge: false }

function answer(status: number, headers: readonly (readonly [string, string])[] = [], body = ''): Answer {
  return { kind: 'response', durationMs: 1, response: { status, headers, body } }
}

const challenge = (error?: string) =>
  [['www-authenticate', error === undefined ? 'Bearer' : `Bearer error="${error}"`]] as const
const summary = (...args: Parameters<typeof judge>) => judge(...args).map(({ weight, reason }) => `${weight} ${reason}`)

describe('a denial', () => {
  const denied = { outcome: 'denied', as: ['invalid_token'] } as const

  test('as the standard says is right', () => {
    expect(summary(denied, answer(401, challenge('invalid_token')), context)).toEqual([])
  })
  test.each([200, 204, 206])('answered %i is an accepted attack', (status) => {
    expect(summary(denied, answer(status), context)).toEqual(['fail accepted'])
  })
  test.each([500, 503])('answered %i is a server error', (status) => {
    expect(summary(denied, answer(status), context)).toEqual(['fail server-error'])
  })
  test('that is no answer fails', () => {
    expect(summary(denied, { kind: 'timeout', afterMs: 5 }, context)).toEqual(['fail no-answer'])
    expect(summary(denied, { kind: 'reset', message: 'x', durationMs: 1 }, context)).toEqual(['fail no-answer'])
  })
  test('that repeats a canary fails, in the body and in a header', () => {
    expect(summary(denied, answer(401, challenge('invalid_token'), 'sub canary-1'), context)).toEqual(['fail echoed'])
    const header = [...challenge('invalid_token'), ['x-user', 'canary-1']] as const
    expect(summary(denied, answer(401, header), context)).toEqual(['fail echoed'])
  })
  test('that repeats the token fails', () => {
    const tokenWire = `${'a'.repeat(30)}.${'b'.repeat(30)}.c`
    const leaky = answer(401, challenge('invalid_token'), `bad token ${tokenWire}`)
    expect(summary(denied, leaky, { ...context, tokenWire })).toEqual(['fail leak'])
  })
  test('without a challenge warns, and fails where the case is about the challenge', () => {
    expect(summary(denied, answer(401), context)).toEqual(['warn wrong-challenge'])
    expect(summary(denied, answer(401), { ...context, judgesChallenge: true })).toEqual(['fail wrong-challenge'])
  })
  test('with another error code or status warns', () => {
    expect(summary(denied, answer(401, challenge('insufficient_scope')), context)).toEqual(['warn wrong-challenge'])
    expect(summary(denied, answer(403), context)).toEqual(['warn wrong-status'])
  })
  test('for want of any token carries no error code', () => {
    const none = { outcome: 'denied', as: ['none'] } as const
    expect(summary(none, answer(401, challenge()), context)).toEqual([])
    expect(summary(none, answer(401, challenge('invalid_token')), context)).toEqual(['warn wrong-challenge'])
  })
  test('may be bare with each status, where that will do and the status is named', () => {
    const eitherWay = { outcome: 'denied', as: ['none', 'invalid_request'] } as const
    expect(summary(eitherWay, answer(400, challenge()), context)).toEqual([])
    expect(summary(eitherWay, answer(400, challenge('invalid_request')), context)).toEqual([])
    expect(summary(eitherWay, answer(403, challenge()), context)).toEqual(['warn wrong-status'])
  })
})

describe('a policy', () => {
  const policy = { outcome: 'policy', policy: 'missingKid', as: ['invalid_token'] } as const

  test('that is not declared lets both stand, but no 5xx', () => {
    expect(summary(policy, answer(200), context)).toEqual([])
    expect(summary(policy, answer(401), context)).toEqual([])
    expect(summary(policy, answer(500), context)).toEqual(['fail server-error'])
  })
  test('that is declared decides', () => {
    const reject = { ...context, policies: { missingKid: 'reject' } } as const
    expect(summary(policy, answer(200), reject)).toEqual(['fail policy'])
    expect(summary(policy, answer(401, challenge('invalid_token')), reject)).toEqual([])
    const accept = { ...context, policies: { missingKid: 'accept' } } as const
    expect(summary(policy, answer(401), accept)).toEqual(['fail policy'])
  })
})

test('accepted means 2xx', () => {
  expect(summary({ outcome: 'accepted' }, answer(200), context)).toEqual([])
  expect(summary({ outcome: 'accepted' }, answer(403), context)).toEqual(['fail refused-valid'])
  expect(summary({ outcome: 'accepted' }, answer(502), context)).toEqual(['fail server-error'])
})

test('an answer that must show or hide something', () => {
  const seen = answer(200, [['access-control-allow-origin', '*']], 'one two')
  expect(judgeContent({ contains: ['two'], lacks: ['/three/i'] }, seen)).toEqual([])
  expect(judgeContent({ contains: ['three'] }, seen)).toHaveLength(1)
  expect(judgeContent({ lacks: ['/TWO/i'] }, seen)).toHaveLength(1)
  expect(judgeContent({ headers: { 'access-control-allow-origin': null } }, seen)).toHaveLength(1)
  expect(judgeContent({ lacksHeaders: { 'access-control-allow-origin': '/./', location: '/./' } }, seen)).toHaveLength(
    1,
  )
  expect(judgeContent({ lacksHeaders: { 'access-control-allow-origin': 'null' } }, seen)).toEqual([])
  expect(judgeContent({ headers: { 'access-control-allow-origin': '*', vary: '/origin/i' } }, seen)).toHaveLength(1)
})
