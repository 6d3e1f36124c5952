import type { AnyConfig } from './config/schema.ts'
import type { ExportedKeys } from './key-source.ts'

/** `player`: the harness itself. */
export type BrowserChoice =
  | { readonly name: 'player' }
  | { readonly name: 'chromium'; /** The file that is started. */ readonly executable: string }

/** What a run hands to the suites: plain data, for a worker has no other way to get it. Held in memory only. */
export interface RunPlan {
  readonly config: AnyConfig
  /** The config file's folder. */
  readonly directory: string
  /** What plays the browsers of client-side cases. */
  readonly browser: BrowserChoice
  /** The ids of the cases to run. */
  readonly caseIds: readonly string[]
  /** Keys generated while the runner starts. */
  readonly keys: ExportedKeys
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where the suites run inside a team's own vitest project. */
    conformance: RunPlan
  }
}
