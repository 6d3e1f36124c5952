import { expect, test } from 'vitest'
import { clientFixHints } from './client-fix-hints.ts'
import { fixHints } from './fix-hints.ts'
import { fixHintsFor, groupTitle } from './groups.ts'

test('the longest beginning of the id decides, at the border of a word', () => {
  expect(fixHintsFor('api.audience.other-api')).toBe(fixHints['api.audience'])
  expect(fixHintsFor('api.authorization.scope.upper-case')).toBe(fixHints['api.authorization.scope'])
  expect(fixHintsFor('api.authorization.client-authentication.public-v1')).toBe(fixHints['api.authorization.client'])
  expect(fixHintsFor('api.baseline.anonymous-with-bad-token')).toBe(fixHints['api.baseline.anonymous'])
  expect(fixHintsFor('api.authorization.roleplay')).toBe(fixHints['api.authorization'])
  expect(fixHintsFor('web-app.sign-in.id-token.wrong-nonce')).toBe(clientFixHints['web-app.sign-in.id-token'])
  expect(fixHintsFor('web-app')).toEqual([])
})

test('every hint names each stack once', () => {
  for (const hints of Object.values(fixHints)) {
    expect(new Set(hints.map(({ stack }) => stack)).size).toBe(5)
    expect(hints.filter(({ hint }) => hint.length < 20)).toEqual([])
  }
})

test('a group without an entry is called by its id', () => {
  expect(groupTitle('api.issuer')).toBe('Issuer and tenant')
  expect(groupTitle('web-app.session')).toBe('Session')
  expect(groupTitle('web-app.other')).toBe('web-app.other')
})
