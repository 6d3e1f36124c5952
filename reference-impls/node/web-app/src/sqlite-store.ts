import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

import type { OpenStore, Store } from './store.ts'

const row = z.object({ value: z.string() }).optional()

/**
 * Stores in one SQLite file, so that users stay signed in when the app is restarted. Whoever reads the file has the
 * users' tokens: it is for this account alone.
 */
export function openSqliteStores(path: string, now: () => number = Date.now): OpenStore {
  return (name) => openSqliteStore(path, name, now)
}

function openSqliteStore(path: string, name: string, now: () => number): Store {
  const database = new DatabaseSync(path)
  if (path !== ':memory:') chmodSync(path, 0o600)
  const table = `"${name}"`
  // A power cut may cost the last sign-ins, never the file; waiting for the disk would cost every request.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA busy_timeout = 2000;
    CREATE TABLE IF NOT EXISTS ${table} (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
  `)
  const select = database.prepare(`SELECT value FROM ${table} WHERE key = ? AND expires_at > ?`)
  const upsert = database.prepare(`
    INSERT INTO ${table} (key, value, expires_at) VALUES ($key, $value, $expires)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`)
  const take = database.prepare(`DELETE FROM ${table} WHERE key = ? AND expires_at > ? RETURNING value`)
  const remove = database.prepare(`DELETE FROM ${table} WHERE key = ?`)
  const removeExpired = database.prepare(`DELETE FROM ${table} WHERE expires_at <= ?`)
  return {
    get: (key) => Promise.try(() => row.parse(select.get(key, now()))?.value),
    put: (key, value, lifetimeSeconds) =>
      Promise.try(() => {
        removeExpired.run(now())
        upsert.run({ $key: key, $value: value, $expires: Math.round(now() + lifetimeSeconds * 1000) })
      }),
    take: (key) => Promise.try(() => row.parse(take.get(key, now()))?.value),
    delete: (key) => Promise.try(() => void remove.run(key)),
    close: () => database.close(),
  }
}
