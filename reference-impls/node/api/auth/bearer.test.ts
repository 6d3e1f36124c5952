import { describe, expect, it } from 'vitest'

import { bearerToken } from './bearer.ts'
import { Refusal } from './errors.ts'

function read(authorization: string | readonly string[] | undefined, query = ''): string {
  const headers = new Headers()
  for (const value of authorization === undefined ? [] : [authorization].flat()) headers.append('authorization', value)
  try {
    return bearerToken({ headers, url: `http://api.example/api/claims${query}` })
  } catch (error) {
    return error instanceof Refusal ? error.kind : 'another error'
  }
}

describe('bearerToken', () => {
  it.each(['Bearer abc', 'bearer abc', 'BEARER abc', 'Bearer   abc'])('reads %s', (header) => {
    expect(read(header)).toBe('abc')
  })

  it.each([undefined, 'Basic YTpi', 'Token abc', 'Bearerabc', 'abc'])('finds no token in %s', (header) => {
    expect(read(header)).toBe('no-token')
  })

  it.each([
    'Bearer',
    'Bearer "abc"',
    'Bearer a b',
    'Bearer a,b',
    'Bearer a\u00e9',
    'Bearer =abc',
    `Bearer ${'a'.repeat(16_001)}`,
  ])('refuses the syntax of %s', (header) => {
    expect(read(header)).toBe('malformed-request')
  })

  it('refuses two credentials, in one header or two', () => {
    expect(read('Bearer abc, Bearer def')).toBe('malformed-request')
    expect(read(['Bearer abc', 'Bearer def'])).toBe('malformed-request')
    expect(read(['Basic YTpi', 'Bearer def'])).toBe('malformed-request')
  })

  it('refuses a second token in the query, and never reads one from there', () => {
    expect(read('Bearer abc', '?access_token=def')).toBe('malformed-request')
    expect(read(undefined, '?access_token=def')).toBe('no-token')
  })
})
