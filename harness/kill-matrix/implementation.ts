import { z } from 'zod'
import type { Level, Maker } from '../case.ts'

/**
 * What a run with an implementation comes to. `conformant`: no finding. `findings`: exit code 1. `warnings`: exit code
 * 1 under `--strict`, else 0. `inconclusive`: it refuses what is valid, so besides its findings some cases cannot be
 * judged, exit code 2.
 */
export const outcomes = ['conformant', 'findings', 'warnings', 'inconclusive'] as const
export type Outcome = (typeof outcomes)[number]

/** What a run with what lies in a folder comes to, as the folder says. */
export function outcomeOf(path: string): Outcome {
  if (/(^|\/)advisory\//.test(path)) return 'warnings'
  return /(^|\/)inconclusive\//.test(path) ? 'inconclusive' : 'findings'
}

/** What decides how much a finding of a case weighs; any kind of case has it. */
export interface Rated {
  readonly id: string
  readonly level: Level
  readonly maker: Maker
}

export const implementationSchema = z.object({
  /** Its path in `reference-impls/defective` without the extension: `api/issuer/issuer-followed`. */
  name: z.string(),
  file: z.string(),
  /** The folder of the configuration it is judged by: the nearest above. */
  profile: z.string(),
  title: z.string(),
  /** The cases that must find it. Empty for a correct one. */
  foundBy: z.array(z.string()).readonly(),
  outcome: z.enum(outcomes),
  /** It fails most cases alike, so it shows nothing about those it does not name. */
  alike: z.boolean(),
})
/** An implementation to judge: a defective one or a correct one. */
export type Implementation = Readonly<z.output<typeof implementationSchema>>
