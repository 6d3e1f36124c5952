import { parseArgs } from 'node:util'

import { z } from 'zod'

import { ConfigError, readConfig } from './config.ts'
import { openDatabase } from './data/database.ts'
import { openPosts } from './data/posts.ts'
import { openUsers } from './data/users.ts'

const usage = `node seed.ts [--users 3] [--count 20] [--clear]

Fills the database that DATABASE_PATH names with sample users and posts of AZURE_TENANT_ID.

  --users  how many users write, 1 to 9
  --count  how many posts are added, up to 10000
  --clear  first remove every user and post of the tenant, sample or not`

const ordinals = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth']

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const optionsSchema = z.object({
  users: whole(1, ordinals.length).default(3),
  count: whole(0, 10_000).default(20),
  clear: z.boolean().default(false),
  help: z.boolean().default(false),
})

function readOptions(): z.output<typeof optionsSchema> | undefined {
  try {
    const types = { users: { type: 'string' }, count: { type: 'string' }, clear: { type: 'boolean' } } as const
    return optionsSchema.parse(parseArgs({ options: { ...types, help: { type: 'boolean' } } }).values)
  } catch {
    return undefined
  }
}

/** Sample users have object IDs that no directory gives out. */
const objectIdOf = (index: number): string => `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`

function seed({ users: userCount, count, clear }: z.output<typeof optionsSchema>): void {
  const { tenantId, databasePath } = readConfig(process.env)
  const database = openDatabase(databasePath)
  try {
    if (clear) {
      const own = 'SELECT id FROM users WHERE tenant_id = ?'
      database.prepare(`DELETE FROM posts WHERE author_id IN (${own})`).run(tenantId)
      database.prepare('DELETE FROM users WHERE tenant_id = ?').run(tenantId)
    }
    const [users, posts, at] = [openUsers(database), openPosts(database), new Date().toISOString()]
    const authors = ordinals
      .slice(0, userCount)
      .map((name, index) => users.findOrCreate({ tenantId, objectId: objectIdOf(index) }, `${name} User`, at))
    for (let number = 1; number <= count; number += 1) {
      const author = authors[(number - 1) % authors.length]
      if (author !== undefined) {
        posts.create(author.id, { title: `Post ${number}`, content: `What there is to say in post ${number}.` }, at)
      }
    }
  } finally {
    database.close()
  }
}

const options = readOptions()
if (options === undefined || options.help) {
  console.log(usage)
  process.exitCode = options === undefined ? 2 : 0
} else {
  try {
    seed(options)
    console.log(`${options.users} users, ${options.count} posts`)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exitCode = 78 // EX_CONFIG of sysexits.h
  }
}
