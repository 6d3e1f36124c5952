import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

import type { Listed, Page } from './database.ts'

const taskSchema = z
  .object({ id: z.int(), title: z.string(), created_at: z.string() })
  .transform(({ created_at: createdAt, ...task }) => ({ ...task, createdAt }))

export type Task = z.output<typeof taskSchema>

export type Tasks = ReturnType<typeof openTasks>

/** Tasks, each tenant's apart. */
export function openTasks(database: DatabaseSync) {
  const insert = database.prepare('INSERT INTO tasks (tenant_id, title, created_at) VALUES (?, ?, ?) RETURNING *')
  const list = database.prepare('SELECT * FROM tasks WHERE tenant_id = ? ORDER BY id DESC LIMIT ? OFFSET ?')
  const count = database.prepare('SELECT count(*) AS total FROM tasks WHERE tenant_id = ?')
  const remove = database.prepare('DELETE FROM tasks WHERE tenant_id = ? AND id = ?')
  return {
    list(tenantId: string, { limit, offset }: Page): Listed<Task> {
      const items = z.array(taskSchema).parse(list.all(tenantId, limit, offset))
      return { items, total: z.object({ total: z.int() }).parse(count.get(tenantId)).total, limit, offset }
    },
    create(tenantId: string, title: string, at: string): Task {
      return taskSchema.parse(insert.get(tenantId, title, at))
    },
    /** @returns false when there was no such task. */
    remove(tenantId: string, id: number): boolean {
      return remove.run(tenantId, id).changes > 0
    },
  }
}
