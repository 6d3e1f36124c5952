import { Hono } from 'hono'
import { z } from 'zod'

import type { Allow, AuthEnv } from '../auth/authorize.ts'
import type { Tasks } from '../data/tasks.ts'
import { problem } from '../http/answers.ts'
import { readBody, readPage } from '../http/input.ts'

const taskInput = z.object({ title: z.string().trim().min(1).max(200) })
const readers = { roles: ['Reader', 'Editor', 'Admin'] }
const editors = { roles: ['Editor', 'Admin'] }
const admins = { roles: ['Admin'] }
const readingApps = { roles: ['Tasks.Read.All'] }

/** Tasks guarded by app roles: readers read, editors add, admins delete; services may read. */
export function taskRoutes(allow: Allow, tasks: Tasks, now: () => number) {
  return new Hono<AuthEnv>()
    .get('/', allow({ users: readers, apps: readingApps }), (c) =>
      c.json(tasks.list(c.var.caller.tenantId, readPage(c))),
    )
    .post('/', allow({ users: editors }), async (c) => {
      const { title } = await readBody(c, taskInput)
      const task = tasks.create(c.var.caller.tenantId, title, new Date(now()).toISOString())
      return c.json(task, 201, { Location: `/api/tasks/${task.id}` })
    })
    .delete('/:id{[0-9]{1,15}}', allow({ users: admins }), (c) =>
      tasks.remove(c.var.caller.tenantId, Number(c.req.param('id'))) ? c.body(null, 204) : problem(c, 404),
    )
    .get('/export', allow({ apps: readingApps }), (c) =>
      c.json(tasks.list(c.var.caller.tenantId, { limit: -1, offset: 0 })),
    )
}
