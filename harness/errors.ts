/**
 * Who has to act on a failure to judge.
 *
 * - `config`: the team's configuration (a wrong key, an unknown template variable, a missing file)
 * - `target`: the implementation under test (does not start, ends, refuses its own control)
 * - `harness`: this project (a defect here, or the machine: no free port, no memory)
 */
export type Fault = 'config' | 'target' | 'harness'

/** A `HarnessError` as plain data: what crosses a process or worker boundary and what a report prints. */
export interface Problem {
  /** Stable, upper case, for example `CONFIG_INVALID`. */
  readonly code: string
  readonly fault: Fault
  /** What happened, one sentence. */
  readonly message: string
  /** How to fix it, one sentence or a short example. */
  readonly fix: string
  /** Longer material: the target's last output, the zod issues. Already redacted. */
  readonly details?: string
}

/** Every expected failure of the harness itself. Never used for a failed case. */
export abstract class HarnessError extends Error {
  abstract readonly fault: Fault
  readonly code: string
  readonly fix: string
  readonly details: string | undefined

  constructor(code: string, message: string, fix: string, options: { details?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.fix = fix
    this.details = options.details
  }

  toProblem(): Problem {
    const { code, fault, message, fix, details } = this
    return { code, fault, message, fix, ...(details === undefined ? {} : { details }) }
  }
}

export class ConfigError extends HarnessError {
  readonly fault = 'config'
}

export class TargetError extends HarnessError {
  readonly fault = 'target'
}

/** A defect of this project or a limit of the machine. */
export class InternalError extends HarnessError {
  readonly fault = 'harness'
}

/** Any thrown value as a `Problem`; what is not a `HarnessError` is a defect of the harness. */
export function toProblem(error: unknown): Problem {
  if (error instanceof HarnessError) return error.toProblem()
  const message = error instanceof Error ? error.message : String(error)
  const details = error instanceof Error ? error.stack : undefined
  return {
    code: 'HARNESS_UNEXPECTED',
    fault: 'harness',
    message,
    fix: 'This is a defect of entra-conformance: please report it with the details below.',
    ...(details === undefined ? {} : { details }),
  }
}
