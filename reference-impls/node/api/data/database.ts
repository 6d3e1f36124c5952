import { DatabaseSync } from 'node:sqlite'

/**
 * Opens the database and creates what is missing.
 * @param path a file, or `:memory:`.
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA foreign_keys = ON;
    -- A person is a tenant and an object ID. An e-mail address or user name can change hands, so neither is kept.
    CREATE TABLE IF NOT EXISTS users (
      id INTEGER PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      object_id TEXT NOT NULL,
      display_name TEXT,
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL,
      UNIQUE (tenant_id, object_id)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS posts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      author_id INTEGER NOT NULL REFERENCES users (id),
      title TEXT NOT NULL,
      content TEXT NOT NULL,
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS tasks (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant_id TEXT NOT NULL,
      title TEXT NOT NULL,
      created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS tasks_by_tenant ON tasks (tenant_id, id);
  `)
  return database
}

/** Which part of a list, newest first. */
export interface Page {
  readonly limit: number
  readonly offset: number
}

export interface Listed<T> extends Page {
  readonly items: readonly T[]
  /** How many there are in all. */
  readonly total: number
}
