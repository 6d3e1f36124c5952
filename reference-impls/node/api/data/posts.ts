import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

import type { Listed, Page } from './database.ts'

const postSchema = z
  .object({
    id: z.int(),
    author: z.string(),
    title: z.string(),
    content: z.string(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .transform(({ created_at: createdAt, updated_at: updatedAt, ...post }) => ({ ...post, createdAt, updatedAt }))

/** `author` is the author's object ID. */
export type Post = z.output<typeof postSchema>

export interface PostText {
  readonly title: string
  readonly content: string
}

export type Posts = ReturnType<typeof openPosts>

/** Blog posts. A tenant sees its own members' posts and no others. */
export function openPosts(database: DatabaseSync) {
  const columns = 'posts.id, object_id AS author, title, content, posts.created_at, posts.updated_at'
  const visible = 'FROM posts JOIN users ON users.id = author_id WHERE tenant_id = $tid'
  const insert = database.prepare(`
    INSERT INTO posts (author_id, title, content, created_at, updated_at) VALUES ($author, $title, $content, $at, $at)`)
  const select = database.prepare(`SELECT ${columns} ${visible} AND posts.id = $id`)
  const list = database.prepare(`SELECT ${columns} ${visible} ORDER BY posts.id DESC LIMIT $limit OFFSET $offset`)
  const count = database.prepare(`SELECT count(*) AS total ${visible}`)
  const update = database.prepare(
    'UPDATE posts SET title = $title, content = $content, updated_at = $at WHERE id = $id',
  )
  const remove = database.prepare('DELETE FROM posts WHERE id = ?')

  function find(tenantId: string, id: number): Post | undefined {
    return postSchema.optional().parse(select.get({ $tid: tenantId, $id: id }))
  }

  return {
    find,
    list(tenantId: string, { limit, offset }: Page): Listed<Post> {
      const items = z.array(postSchema).parse(list.all({ $tid: tenantId, $limit: limit, $offset: offset }))
      return { items, total: z.object({ total: z.int() }).parse(count.get({ $tid: tenantId })).total, limit, offset }
    },
    /** @returns the new post's ID. */
    create(authorId: number, { title, content }: PostText, at: string): number {
      return Number(insert.run({ $author: authorId, $title: title, $content: content, $at: at }).lastInsertRowid)
    },
    update(id: number, { title, content }: PostText, at: string): void {
      update.run({ $id: id, $title: title, $content: content, $at: at })
    },
    remove(id: number): void {
      remove.run(id)
    },
  }
}
