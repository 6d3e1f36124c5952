import { ConfigError, TargetError } from '../errors.ts'

/** How a target ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: string | null
}

export function commandNotFound(name: string, command: string, cwd: string): TargetError {
  return new TargetError(
    'TARGET_COMMAND_NOT_FOUND',
    `${name}: there is no command "${command}" (working directory: ${cwd}).`,
    'Install what it needs, or correct `launch.command`; a path is relative to `launch.cwd`, a bare name is looked up in PATH.',
  )
}

export function needsPosix(): ConfigError {
  return new ConfigError(
    'TARGET_NEEDS_POSIX',
    'Processes can be started as targets on Linux and macOS only: their process groups are what ends them reliably.',
    'Run it in WSL, or judge a module (`api.module`).',
  )
}

export function folderNotFound(name: string, cwd: string): ConfigError {
  return new ConfigError(
    'TARGET_CWD_NOT_FOUND',
    `${name}: there is no folder ${cwd} to start it in.`,
    'Correct `launch.cwd`; it is relative to the configuration file.',
  )
}

export function portBusy(name: string, port: number): TargetError {
  return new TargetError(
    'TARGET_PORT_BUSY',
    `${name}: something already listens on port ${port}.`,
    'End it, or leave `launch.port` out to get a free port.',
  )
}

export function endedEarly(name: string, ending: Ending, output: string): TargetError {
  return new TargetError(
    'TARGET_ENDED_EARLY',
    `${name} ended before it was ready: ${describeEnding(ending)}.`,
    'Run its command by hand; its last output is below.',
    { details: output },
  )
}

export function notReady(name: string, url: string, timeoutMs: number, last: string, output: string): TargetError {
  return new TargetError(
    'TARGET_NOT_READY',
    `${name} was not ready within ${timeoutMs / 1000} s: ${url} ${last}.`,
    'Give `launch.ready` a path that answers below 500 once the target is up, have the target listen on the port given in PORT, or raise `launch.timeoutSeconds`.',
    { details: output },
  )
}

function describeEnding({ code, signal }: Ending): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`
}
