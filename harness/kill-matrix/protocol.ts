import { z } from 'zod'
import type { ExportedKeys } from '../key-source.ts'
import { judgementSchema } from './rules.ts'

export const startSchema = z.object({
  /** In memory only. */
  keys: z.custom<ExportedKeys>((value) => typeof value === 'object'),
  firstWorld: z.int(),
  implementations: z.array(z.object({ name: z.string(), file: z.string(), profile: z.string() })),
})
/** What a worker starts with. */
export type WorkerStart = z.output<typeof startSchema>

export const answerSchema = z.object({ name: z.string(), judgements: z.array(judgementSchema) })
export type WorkerAnswer = z.output<typeof answerSchema>
