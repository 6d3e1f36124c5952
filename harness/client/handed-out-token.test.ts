import { describe, expect, it } from 'vitest'

import { handedOutProblem } from './handed-out-token.ts'

const now = 1_800_000_000
const fields = { path: '/token', scopeParameter: 'scope', tokenField: '/access_token', expiryField: '/end' }
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = `${part({ alg: 'RS256' })}.${part({ aud: 'https://vault.azure.net', exp: now + 3600 })}.c2ln`
const answer = (end: unknown): string => JSON.stringify({ access_token: token, end })
const problemOf = (end: unknown) => handedOutProblem({ expiry: 'its-own' }, answer(end), fields, now)

describe('the end that an answer states', () => {
  it.each([
    ['seconds since the epoch', now + 3600],
    ['the same as a text', String(now + 3600)],
    ['milliseconds since the epoch', (now + 3600) * 1000],
    ['seconds to go', 3599],
    ['a date', new Date((now + 3600) * 1000).toISOString()],
  ])('may be %s', (_, end) => {
    expect(problemOf(end)).toBeUndefined()
  })

  it.each([
    [900, 'it says that the token ends 2700 s before it does'],
    [now + 7200, 'it says that the token ends 3600 s after it does'],
    ['soon', 'there is no end at /end, or none in the token'],
    [undefined, 'there is no end at /end, or none in the token'],
  ])('%s is not the token’s own', (end, problem) => {
    expect(problemOf(end)).toBe(problem)
  })
})

it('claims are compared, and a token has to be there', () => {
  const audience = (aud: string) => handedOutProblem({ claims: { aud } }, answer(1), fields, now)
  expect(audience('https://vault.azure.net')).toBeUndefined()
  expect(audience('https://graph.microsoft.com')).toContain('claim aud of the token is https://vault.azure.net')
  expect(handedOutProblem({}, '{"access_token":"a word"}', fields, now)).toBe('there is no token at /access_token')
})
