import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** Who a user is to this API, for ever. */
export interface UserIdentity {
  readonly tenantId: string
  readonly objectId: string
}

const userSchema = z
  .object({
    id: z.int(),
    tenant_id: z.string(),
    object_id: z.string(),
    display_name: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .transform((row) => ({
    id: row.id,
    tid: row.tenant_id,
    oid: row.object_id,
    displayName: row.display_name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))

export type User = z.output<typeof userSchema>

export type Users = ReturnType<typeof openUsers>

export function openUsers(database: DatabaseSync) {
  const insert = database.prepare(`
    INSERT INTO users (tenant_id, object_id, display_name, created_at, updated_at) VALUES ($tid, $oid, $name, $at, $at)
    ON CONFLICT (tenant_id, object_id) DO UPDATE SET display_name = excluded.display_name, updated_at = excluded.updated_at
      WHERE excluded.display_name IS NOT NULL AND excluded.display_name IS NOT display_name`)
  const select = database.prepare('SELECT * FROM users WHERE tenant_id = ? AND object_id = ?')
  return {
    /** The user's record, made on the first visit; a changed display name is taken over. */
    findOrCreate({ tenantId, objectId }: UserIdentity, displayName: string | undefined, at: string): User {
      insert.run({ $tid: tenantId, $oid: objectId, $name: displayName ?? null, $at: at })
      return userSchema.parse(select.get(tenantId, objectId))
    },
  }
}
