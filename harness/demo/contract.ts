import type { RunningCloud } from '../mock-command/start.ts'

/** The systems that ship with the project, as `entra-conformance demo NAME` names them. */
export const demoNames = ['web-app', 'agent', 'broker', 'key-vault', 'python'] as const
export type DemoName = (typeof demoNames)[number]

export interface DemoOptions {
  /**
   * `free`, the default: any free port for every part, so that tests run side by side. `declared`: those of `demo.yaml`.
   * Or by part; the declared one for a part that is left out.
   */
  readonly ports?: 'free' | 'declared' | Readonly<Record<string, number>>
}

/** A part that runs. */
export interface RunningPart {
  readonly name: string
  /** `http://localhost:PORT`, without a slash at its end. */
  readonly url: string
  readonly port: number
  /** The last lines of stdout and stderr, oldest first; secrets of the run are redacted. */
  output(): string
  /** How it ended, if it did. */
  ended(): { readonly code: number | null; readonly signal: string | null } | undefined
}

/**
 * A system that runs against its own cloud. Disposing ends the parts, last started first, then the cloud with its
 * listeners, and removes every file it made.
 */
export interface RunningDemo extends AsyncDisposable {
  readonly title: string
  readonly description: string
  /** The page to open. */
  readonly url: string
  /** Whether people sign in there. */
  readonly signIn: boolean
  /** What to do there, one step each. */
  readonly steps: readonly string[]
  /** In the order they were started. */
  readonly parts: readonly RunningPart[]
  /** @throws {ConfigError} `DEMO_UNKNOWN_PART` */
  part(name: string): RunningPart
  /** Settles with the first part that ends, which none does by itself while all is well. */
  readonly whenPartEnds: Promise<RunningPart>
  /** With `control` (faults, ledger, clock…), `seed`, `environment` and `proxyUrl`. */
  readonly cloud: RunningCloud
  /** Where a browser of the run sends its requests, e.g. `http://127.0.0.1:41234`. */
  readonly proxyUrl: string
  /** What a Chromium is started with so that it reaches the cloud, and nothing beyond: proxy and trusted key. */
  readonly browserArguments: readonly string[]
  /** The certificate authority of the run, PEM. */
  readonly caPem: string
}
