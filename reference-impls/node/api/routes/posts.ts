import { Hono } from 'hono'
import { z } from 'zod'

import type { Allow, AuthEnv } from '../auth/authorize.ts'
import type { Caller } from '../auth/caller.ts'
import type { Posts } from '../data/posts.ts'
import type { Users } from '../data/users.ts'
import { problem } from '../http/answers.ts'
import { readBody, readPage } from '../http/input.ts'
import { currentUser } from './current-user.ts'

const postInput = z.object({ title: z.string().trim().min(1).max(200), content: z.string().min(1).max(20_000) })
const onePost = '/:id{[0-9]{1,15}}'

/** Blog posts: every user of the tenant reads and writes, the author alone changes and deletes. */
export function postRoutes(allow: Allow, posts: Posts, users: Users, now: () => number) {
  const find = (caller: Caller, id: string) => posts.find(caller.tenantId, Number(id))
  const timestamp = () => new Date(now()).toISOString()
  return new Hono<AuthEnv>()
    .use(allow({ users: { roles: [] } }))
    .get('/', (c) => c.json(posts.list(c.var.caller.tenantId, readPage(c))))
    .post('/', async (c) => {
      const text = await readBody(c, postInput)
      const id = posts.create(currentUser(users, c.var.caller, now).id, text, timestamp())
      return c.json(posts.find(c.var.caller.tenantId, id), 201, { Location: `/v1/posts/${id}` })
    })
    .get(onePost, (c) => {
      const post = find(c.var.caller, c.req.param('id'))
      return post === undefined ? problem(c, 404) : c.json(post)
    })
    .put(onePost, async (c) => {
      const post = find(c.var.caller, c.req.param('id'))
      if (post === undefined) return problem(c, 404)
      if (post.author !== c.var.caller.objectId) return problem(c, 403)
      posts.update(post.id, await readBody(c, postInput), timestamp())
      return c.json(posts.find(c.var.caller.tenantId, post.id))
    })
    .delete(onePost, (c) => {
      const post = find(c.var.caller, c.req.param('id'))
      if (post === undefined) return problem(c, 404)
      if (post.author !== c.var.caller.objectId) return problem(c, 403)
      posts.remove(post.id)
      return c.body(null, 204)
    })
}
