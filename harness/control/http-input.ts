import type { Context } from 'hono'
import type { z } from 'zod'

import { ConfigError } from '../errors.ts'
import { issueLines } from '../issue-lines.ts'

/**
 * A request's JSON; none counts as an empty object.
 * @throws {ConfigError} `CONTROL_INVALID`
 */
export async function body<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await context.req.text()
  return check(schema, text.trim() === '' ? {} : readJson(text))
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error))
  }
}

/** @throws {ConfigError} `CONTROL_INVALID` */
export function check<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalid(issueLines(parsed.error))
}

function invalid(details: string): ConfigError {
  return new ConfigError('CONTROL_INVALID', 'The request is not valid.', 'Mend what is named below.', { details })
}
