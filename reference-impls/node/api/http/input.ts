import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'

import type { Page } from '../data/database.ts'

/** The input has the wrong shape; `fields` are names from our own schema, never what was sent. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly fields: readonly string[]

  constructor(fields: readonly string[]) {
    super('invalid input')
    this.fields = fields
  }
}

/**
 * The request's JSON body.
 * @throws {HTTPException} 415 for another content type, 400 for malformed JSON.
 * @throws {InvalidInput}
 */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') throw new HTTPException(415)
  const text = await c.req.text()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HTTPException(400)
  }
  return check(schema, value)
}

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
})

/**
 * `?limit=20&offset=0`, the defaults.
 * @throws {InvalidInput}
 */
export function readPage(c: Context): Page {
  return check(pageSchema, c.req.query())
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (!result.success) throw new InvalidInput([...new Set(result.error.issues.map((issue) => issue.path.join('.')))])
  return result.data
}
