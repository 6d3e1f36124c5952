import { expect, test } from 'vitest'

import { createTenantKeys } from './tenant-keys.ts'
import { testKeys } from './testing/cloud.ts'

const [first, second, third] = await Promise.all([
  testKeys.key('contoso'),
  testKeys.key('contoso-second'),
  testKeys.key('contoso-third'),
])
const kids = ({ published }: { readonly published: readonly { readonly kid: string }[] }): readonly string[] =>
  published.map(({ kid }) => kid)

test('all keys are published and the first signs', () => {
  const keys = createTenantKeys([first, second])
  expect(kids(keys)).toEqual([first.kid, second.kid])
  expect(keys.signing).toBe(first)
})

test('publishing adds a key once and leaves the signing key', () => {
  const keys = createTenantKeys([first])
  keys.publish(second)
  keys.publish(second)
  expect(kids(keys)).toEqual([first.kid, second.kid])
  expect(keys.signing).toBe(first)
})

test('a rollover signs with the new key and keeps the old one published; then the old one can be retired', () => {
  const keys = createTenantKeys([first, second])
  keys.rollover(third)
  expect(keys.signing).toBe(third)
  expect(kids(keys)).toEqual([first.kid, second.kid, third.kid])
  keys.retire(first.kid)
  expect(kids(keys)).toEqual([second.kid, third.kid])
})

test('a rollover to a published key publishes it no second time', () => {
  const keys = createTenantKeys([first, second])
  keys.rollover(second)
  expect(kids(keys)).toEqual([first.kid, second.kid])
})

test('neither the signing key nor an unknown one can be retired', () => {
  const keys = createTenantKeys([first, second])
  expect(() => keys.retire(first.kid)).toThrow(expect.objectContaining({ code: 'KEY_SIGNS', fault: 'harness' }))
  expect(() => keys.retire(third.kid)).toThrow(expect.objectContaining({ code: 'KEY_UNKNOWN', fault: 'harness' }))
  expect(kids(keys)).toEqual([first.kid, second.kid])
})

test('keys that are still being made are there once pending settles', async () => {
  const keys = createTenantKeys(Promise.resolve([first, second] as const))
  expect(kids(keys)).toEqual([])
  expect(() => keys.signing).toThrow(expect.objectContaining({ code: 'KEY_PENDING' }))
  await keys.pending
  expect([kids(keys), keys.signing, keys.pending]).toEqual([[first.kid, second.kid], first, undefined])
})

test('a failure to make keys is told to who waits for them', async () => {
  const keys = createTenantKeys(Promise.reject(new Error('no entropy')))
  await expect(keys.pending).rejects.toThrow('no entropy')
})

test('a saved state comes back, as often as asked', () => {
  const keys = createTenantKeys([first])
  const restore = keys.save()
  for (const key of [second, third]) {
    keys.rollover(key)
    keys.retire(first.kid)
    restore()
    expect([kids(keys), keys.signing]).toEqual([[first.kid], first])
  }
})
