import { mkdtempDisposableSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { openSessions } from './sessions.ts'
import { openSqliteStores } from './sqlite-store.ts'
import { openMemoryStore } from './store.ts'
import { user } from './testing/app.ts'

describe.each([
  ['memory', (now: () => number) => openMemoryStore(now)],
  ['SQLite', (now: () => number) => openSqliteStores(':memory:', now)('sessions')],
])('a store in %s', (_, open) => {
  it('keeps texts for their time, and gives one away once', async () => {
    let now = 0
    const store = open(() => now)
    await store.put('key', 'one', 10.5)
    await store.put('key', 'two', 10.5)
    expect(await store.get('key')).toBe('two')
    expect(await Promise.all([store.take('key'), store.take('key')])).toEqual(['two', undefined])
    await store.put('key', 'three', 10)
    now = 9_999
    expect(await store.get('key')).toBe('three')
    now = 10_000
    expect(await store.get('key')).toBeUndefined()
    expect(await store.take('key')).toBeUndefined()
    await store.put('key', 'four', 10)
    await store.delete('key')
    expect(await store.get('key')).toBeUndefined()
    store.close()
  })
})

it('memory is finite', async () => {
  const store = openMemoryStore(() => 0)
  for (let number = 0; number < 20_001; number += 1) await store.put(String(number), 'x', 60)
  expect(await store.get('0')).toBeUndefined()
  expect(await store.get('20000')).toBe('x')
})

it('a session outlives a restart, in a file for this account alone, and not its lifetime', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'web-app-'))
  const path = join(folder.path, 'sessions.sqlite')
  let now = 1_000_000
  const open = () => {
    const stores = openSqliteStores(path, () => now)
    const [sessions, tokens] = [stores('sessions'), stores('tokens')]
    const close = () => [sessions, tokens].forEach((store) => store.close())
    return { tokens, close, sessions: openSessions({ sessions, tokens, lifetimeSeconds: 60, now: () => now }) }
  }
  const first = open()
  const cookie = await first.sessions.start({ user, tokens: 'tokens', afterRefusal: false })
  first.close()
  const second = open()
  const session = await second.sessions.find(cookie)
  expect(session?.user).toEqual(user)
  expect(await second.tokens.get(session?.key ?? '')).toBe('tokens')
  expect(await second.sessions.find(session?.key)).toBeUndefined() // what is in the file opens no session
  expect(statSync(path).mode & 0o077).toBe(0)
  now += 60_000
  expect(await second.sessions.find(cookie)).toBeUndefined()
  expect(await second.tokens.get(session?.key ?? '')).toBeUndefined()
  second.close()
})
