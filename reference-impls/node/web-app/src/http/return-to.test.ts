import { expect, it } from 'vitest'

import { ownPath } from './return-to.ts'

it.each([
  ['/posts?page=2', '/posts?page=2'],
  ['/posts#part', '/posts'],
  [undefined, '/'],
  ['', '/'],
  ['posts', '/'],
  ['https://evil.example/', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['\\\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/\n/evil.example', '/'],
  ['/.//evil.example', '/'],
  ['/a/..//evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['https:evil.example', '/'],
  ['/%2F/evil.example', '/%2F/evil.example'],
  ['/login', '/'],
  ['/logout', '/'],
  ['/getAToken?code=a', '/'],
])('%j leads to %j', (asked, path) => {
  expect(ownPath(asked, 'https://web.example', '/getAToken')).toBe(path)
})
