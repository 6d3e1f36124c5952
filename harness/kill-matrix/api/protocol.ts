import { z } from 'zod'
import type { ExportedKeys } from '../../key-source.ts'
import { jobSchema } from '../jobs.ts'
import { judgementSchema } from '../rules.ts'

export const startSchema = z.object({
  /** In memory only. */
  keys: z.custom<ExportedKeys>((value) => typeof value === 'object'),
  firstWorld: z.int(),
})
/** What a worker starts with. */
export type WorkerStart = z.output<typeof startSchema>

/** Worker to main: a lane wants a job, or has judged an implementation. */
export const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), lane: z.int() }),
  z.object({ kind: z.literal('judged'), name: z.string(), judgements: z.array(judgementSchema) }),
])
export type WorkerReport = z.output<typeof reportSchema>

/** Main to worker: the next job of a lane, or none: it may end. */
export const orderSchema = z.object({ lane: z.int(), job: jobSchema.optional() })
export type WorkerOrder = z.output<typeof orderSchema>
