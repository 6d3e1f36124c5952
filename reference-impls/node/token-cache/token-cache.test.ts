import type { AccessToken } from '@azure/identity'
import { describe, expect, it } from 'vitest'

import { createTokenCache } from './token-cache.ts'
import type { TokenCacheOptions } from './token-cache.ts'

const hourMs = 3_600_000
const scope = 'https://vault.azure.net/.default'

/** An issuer that numbers its tokens, and a clock that stands still until it is moved. */
function setUp(options: TokenCacheOptions = {}) {
  let now = 1_800_000_000_000
  let issued = 0
  let lifetimeMs = hourMs
  let refreshAfterMs: number | undefined
  let failure: Error | undefined
  let hold: Promise<void> | undefined
  const acquire = async (asked: string): Promise<AccessToken> => {
    issued += 1
    const number = issued
    await hold
    if (failure !== undefined) throw failure
    return {
      token: `${asked}#${number}`,
      expiresOnTimestamp: now + lifetimeMs,
      ...(refreshAfterMs === undefined ? {} : { refreshAfterTimestamp: now + refreshAfterMs }),
    }
  }
  const get = createTokenCache(acquire, { now: () => now, patienceMs: 20, ...options })
  return {
    token: async (asked = scope) => (await get(asked)).token,
    issued: () => issued,
    pass: (ms: number) => (now += ms),
    set: (change: {
      lifetimeMs?: number
      refreshAfterMs?: number
      failure?: Error | undefined
      hold?: Promise<void>
    }) => {
      lifetimeMs = change.lifetimeMs ?? lifetimeMs
      refreshAfterMs = change.refreshAfterMs ?? refreshAfterMs
      if ('failure' in change) ({ failure } = change)
      hold = change.hold
    },
  }
}

describe('a token is', () => {
  it('kept until five minutes before its end', async () => {
    const cache = setUp()
    expect(await cache.token()).toBe(`${scope}#1`)
    cache.pass(hourMs - 300_001)
    expect(await cache.token()).toBe(`${scope}#1`)
    cache.pass(1)
    expect(await cache.token()).toBe(`${scope}#2`)
  })

  it('renewed when the issuer says so, half-way of a day', async () => {
    const cache = setUp()
    cache.set({ lifetimeMs: 24 * hourMs, refreshAfterMs: 12 * hourMs })
    await cache.token()
    cache.pass(12 * hourMs - 1)
    expect(await cache.token()).toBe(`${scope}#1`)
    cache.pass(1)
    expect(await cache.token()).toBe(`${scope}#2`)
  })

  it('kept for its own scope', async () => {
    const cache = setUp()
    expect(await cache.token()).toBe(`${scope}#1`)
    expect(await cache.token('https://dynamicsessions.io/.default')).toBe('https://dynamicsessions.io/.default#2')
    expect(await cache.token()).toBe(`${scope}#1`)
  })

  it('acquired once for fifty callers at the same time', async () => {
    const cache = setUp()
    const tokens = await Promise.all(Array.from({ length: 50 }, () => cache.token()))
    expect(new Set(tokens)).toEqual(new Set([`${scope}#1`]))
    expect(cache.issued()).toBe(1)
  })

  it('refused where it has expired on arrival', async () => {
    const cache = setUp()
    cache.set({ lifetimeMs: -1 })
    await expect(cache.token()).rejects.toThrow('expired already')
  })
})

describe('a failure', () => {
  const failure = new Error('out of order')

  it('stands for a while, so that an outage causes no storm', async () => {
    const cache = setUp()
    cache.set({ failure })
    for (let n = 0; n < 10; n += 1) await expect(cache.token()).rejects.toBe(failure)
    expect(cache.issued()).toBe(1)
    cache.pass(5000)
    cache.set({ failure: undefined })
    expect(await cache.token()).toBe(`${scope}#2`)
  })

  it('stands as long as it says itself', async () => {
    const cache = setUp({ holdMs: () => 60_000 })
    cache.set({ failure })
    await expect(cache.token()).rejects.toBe(failure)
    cache.pass(59_999)
    cache.set({ failure: undefined })
    await expect(cache.token()).rejects.toBe(failure)
    cache.pass(1)
    expect(await cache.token()).toBe(`${scope}#2`)
  })

  it('leaves the last good token in use until its end', async () => {
    const cache = setUp()
    await cache.token()
    cache.set({ failure })
    cache.pass(hourMs - 1)
    expect(await cache.token()).toBe(`${scope}#1`)
    cache.pass(5000)
    await expect(cache.token()).rejects.toBe(failure)
  })
})

it('a slow renewal is not waited for while the old token is good, and still counts when it comes', async () => {
  const cache = setUp()
  await cache.token()
  const slow = Promise.withResolvers<void>()
  cache.set({ hold: slow.promise })
  cache.pass(hourMs - 60_000)
  expect(await cache.token()).toBe(`${scope}#1`)
  slow.resolve()
  await expect.poll(() => cache.token()).toBe(`${scope}#2`)
  expect(cache.issued()).toBe(2)
})
