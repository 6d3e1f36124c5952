import { spawnSync } from 'node:child_process'
import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { openDatabase } from './data/database.ts'
import { openPosts } from './data/posts.ts'
import { clientId, tenantId } from './test/issuer.ts'

const script = new URL('seed.ts', import.meta.url).pathname

function run(databasePath: string, ...args: string[]) {
  const env = { AZURE_TENANT_ID: tenantId, AZURE_API_CLIENT_ID: clientId, DATABASE_PATH: databasePath }
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    env,
    encoding: 'utf8',
  })
}

it('fills the database, clears it first if asked, and explains itself', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'seed-'))
  const path = join(folder.path, 'api.sqlite')
  const posts = () => {
    const database = openDatabase(path)
    const { items, total } = openPosts(database).list(tenantId, { limit: 100, offset: 0 })
    database.close()
    return { total, authors: new Set(items.map(({ author }) => author)).size, newest: items[0]?.title }
  }
  expect(run(path)).toMatchObject({ status: 0, stdout: '3 users, 20 posts\n', stderr: '' })
  expect(posts()).toEqual({ total: 20, authors: 3, newest: 'Post 20' })
  expect(run(path, '--users', '2', '--count', '3').status).toBe(0)
  expect(posts()).toMatchObject({ total: 23 })
  expect(run(path, '--clear', '--users', '5', '--count', '50').status).toBe(0)
  expect(posts()).toEqual({ total: 50, authors: 5, newest: 'Post 50' })
  expect(run(path, '--users', '10')).toMatchObject({ status: 2, stdout: expect.stringContaining('--clear') })
  expect(run(path, '--help').status).toBe(0)
})
