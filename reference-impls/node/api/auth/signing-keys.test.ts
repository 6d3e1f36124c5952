import { beforeAll, describe, expect, it } from 'vitest'

import { keyServer, newKey, startTime } from '../test/issuer.ts'
import type { TestKey } from '../test/issuer.ts'
import { KeysUnavailable } from './errors.ts'
import { createSigningKeys } from './signing-keys.ts'

const url = 'https://login.example/keys'
const hour = 3600

let first: TestKey
let second: TestKey

beforeAll(async () => {
  ;[first, second] = await Promise.all([newKey('first'), newKey('second')])
})

function open() {
  const server = keyServer()
  const log: string[] = []
  let clock = startTime
  const settings = { maxAge: 24 * hour, refresh: hour, refetchInterval: 300, fetchTimeout: 3 }
  const keys = createSigningKeys({ url, settings, fetch: server.fetch, now: () => clock, log: (m) => log.push(m) })
  return {
    server,
    log,
    serve: (answer: Parameters<typeof server.serve>[1]) => server.serve(url, answer),
    advance: (seconds: number) => {
      clock += seconds * 1000
    },
    /** How many keys answer to an ID; `unavailable` when none can be had. */
    find: async (kid: string) => {
      try {
        return (await keys.find(kid)).length
      } catch (error) {
        return error instanceof KeysUnavailable ? 'unavailable' : 'another error'
      }
    },
    fetches: () => server.requests.length,
    /** Lets a background refresh settle. */
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  }
}

const down = () => new Response('down', { status: 500 })

describe('signing keys', () => {
  it('fetches once and then serves from memory', async () => {
    const cache = open()
    cache.serve([first])
    expect(await Promise.all([cache.find('first'), cache.find('first')])).toEqual([1, 1])
    cache.advance(hour - 1)
    expect(await cache.find('first')).toBe(1)
    expect(cache.fetches()).toBe(1)
  })

  it('refreshes hourly behind the request, and forgets a retired key', async () => {
    const cache = open()
    cache.serve([first, second])
    await cache.find('first')
    cache.serve([second])
    cache.advance(hour)
    expect(await cache.find('first')).toBe(1)
    await expect.poll(() => cache.find('first')).toBe(0)
    expect(cache.fetches()).toBe(3) // the load, the refresh, and one for the ID that is now unknown
  })

  it('never serves keys older than their maximum age', async () => {
    const cache = open()
    cache.serve([first])
    await cache.find('first')
    cache.serve([second])
    cache.advance(24 * hour)
    expect(await cache.find('first')).toBe(0)
  })

  it('finds a new key at its first token', async () => {
    const cache = open()
    cache.serve([first])
    await cache.find('first')
    cache.serve([first, second])
    expect(await cache.find('second')).toBe(1)
  })

  it('asks at most once in five minutes for unknown IDs', async () => {
    const cache = open()
    cache.serve([first])
    await cache.find('first')
    await Promise.all(Array.from({ length: 50 }, (_, n) => cache.find(`unknown-${n}`)))
    for (let n = 0; n < 50; n += 1) await cache.find(`unknown-${n}`)
    expect(cache.fetches()).toBe(2)
    cache.advance(300)
    cache.serve([second])
    expect(await cache.find('second')).toBe(1)
  })

  it('keeps the last known good keys through an outage, without a storm of fetches', async () => {
    const cache = open()
    cache.serve([first])
    await cache.find('first')
    cache.serve(down)
    cache.advance(2 * hour)
    for (let n = 0; n < 50; n += 1) {
      expect(await cache.find('first')).toBe(1)
      expect(await cache.find(`unknown-${n}`)).toBe(0)
      await cache.settled()
    }
    expect(cache.fetches()).toBeLessThanOrEqual(3)
    cache.serve([second])
    cache.advance(30)
    expect(await cache.find('second')).toBe(1)
  })

  it('finds a new key soon after an outage in which unknown IDs were asked for', async () => {
    const cache = open()
    cache.serve([first])
    await cache.find('first')
    cache.serve(down)
    for (let n = 0; n < 10; n += 1) expect(await cache.find(`unknown-${n}`)).toBe(0)
    expect(cache.fetches()).toBe(3)
    cache.serve([second])
    cache.advance(5)
    expect(await cache.find('second')).toBe(1)
  })

  it('has nothing in a cold outage and recovers at once', async () => {
    const cache = open()
    cache.serve(down)
    expect(await cache.find('first')).toBe('unavailable')
    cache.serve([first])
    expect(await cache.find('first')).toBe(1)
  })

  it('spaces its tries in a long cold outage', async () => {
    const cache = open()
    cache.serve(down)
    for (let n = 0; n < 50; n += 1) expect(await cache.find('first')).toBe('unavailable')
    expect(cache.fetches()).toBe(2)
    cache.advance(1)
    cache.serve([first])
    expect(await cache.find('first')).toBe(1)
  })

  it.each<[string, () => Response | Promise<Response>]>([
    ['an error status with keys', () => Response.json({ keys: [first.jwk] }, { status: 500 })],
    ['a page', () => new Response('<html></html>')],
    ['half a document', () => new Response('{"keys":[')],
    ['no keys', () => Response.json({ keys: [] })],
    ['something else', () => Response.json([first.jwk])],
    ['an empty body', () => new Response(null)],
    ['far too much', () => Response.json({ keys: [first.jwk], padding: 'x'.repeat(300_000) })],
    ['a lost connection', () => Promise.reject(new TypeError('fetch failed'))],
    ['an encryption key', () => Response.json({ keys: [{ ...first.jwk, use: 'enc' }] })],
    ['a symmetric key', () => Response.json({ keys: [{ kty: 'oct', kid: 'first', k: 'AAAA' }] })],
    ['a key for another algorithm', () => Response.json({ keys: [{ ...first.jwk, alg: 'RS512' }] })],
    ['a key to encrypt with', () => Response.json({ keys: [{ ...first.jwk, key_ops: ['encrypt'] }] })],
    ['a short key', () => Response.json({ keys: [{ ...first.jwk, n: 'AQAB' }] })],
  ])('takes no keys from %s', async (_, answer) => {
    const cache = open()
    cache.serve(answer)
    expect(await cache.find('first')).toBe('unavailable')
    expect(cache.log).toHaveLength(1)
  })

  it('leaves out odd keys and keeps both of a repeated ID', async () => {
    const cache = open()
    const odd = [null, { kty: 'EC', kid: 'first' }, { ...first.jwk, n: '!' }]
    cache.serve(() => Response.json({ keys: [...odd, first.jwk, { ...second.jwk, kid: 'first' }] }))
    expect(await cache.find('first')).toBe(2)
  })

  it('never follows a redirect and gives up after its time limit', async () => {
    let init: RequestInit | undefined
    const settings = { maxAge: hour, refresh: hour, refetchInterval: 300, fetchTimeout: 3 }
    const keys = createSigningKeys({
      url,
      settings,
      fetch: async (_, options) => {
        init = options
        return Response.json({ keys: [first.jwk] })
      },
      now: () => startTime,
      log: () => undefined,
    })
    await keys.find('first')
    expect(init?.redirect).toBe('error')
    expect(init?.signal).toBeInstanceOf(AbortSignal)
  })
})
