import { resolve } from 'node:path'

import type { Start } from '../client-case.ts'
import type { LaunchConfig } from '../config/parts.ts'
import { TargetError } from '../errors.ts'
import type { RunningTarget } from '../targets/contract.ts'
import { startProcessTarget } from '../targets/process-target.ts'
import { splitCommand } from '../targets/split-command.ts'
import { childEnvironment, quickStart } from '../targets/wiring.ts'

type LaunchDetails = Exclude<LaunchConfig, string>

export function launchDetails(launch: LaunchConfig): LaunchDetails {
  return typeof launch === 'string' ? { command: launch, ready: '/', timeoutSeconds: 30 } : launch
}

export interface LaunchOptions {
  readonly name: string
  readonly launch: LaunchDetails
  /** The config file's folder. */
  readonly directory: string
  readonly port: number
  readonly wiring: Readonly<Record<string, string>>
  readonly settings: Readonly<Record<string, string>>
  /** The beginning of its command, where it is to see a machine of its own. */
  readonly under: readonly string[]
  /** It speaks TLS. */
  readonly tls: boolean
}

/** Starts a target's process and waits until it is ready. */
export function launchProcess(options: LaunchOptions): Promise<RunningTarget> {
  const { name, launch, directory, port, wiring, settings, under, tls } = options
  const { command, cwd = '.', ready, timeoutSeconds } = launch
  return startProcessTarget({
    name,
    command: [...under, ...(typeof command === 'string' ? splitCommand(command) : command)],
    cwd: resolve(directory, cwd),
    env: childEnvironment({ parent: process.env, wiring: { ...quickStart, ...wiring }, settings }),
    port,
    scheme: tls ? 'https' : 'http',
    readyPath: ready,
    timeoutMs: timeoutSeconds * 1000,
    // The output is looked through for secrets, so nothing is taken out of it here.
    redact: [],
  })
}

/** How a target ended that was asked to start. */
export interface FailedStart {
  /** As the process said it; undefined: it was still running when the time was over. */
  readonly exitCode: number | undefined
  readonly output: string
}

/** A target that came up, or how it ended where the case has something to say about that. */
export type Launched =
  | { readonly target: RunningTarget; readonly failedStart: undefined }
  | { readonly target: undefined; readonly failedStart: FailedStart }

/** @throws {TargetError} when the target does not come up although it should */
export async function launched(
  expect: NonNullable<Start['expect']>,
  launch: () => Promise<RunningTarget>,
): Promise<Launched> {
  try {
    return { target: await launch(), failedStart: undefined }
  } catch (error) {
    const failedStart = expect === 'runs' || !(error instanceof TargetError) ? undefined : failureOf(error)
    if (failedStart === undefined) throw error
    return { target: undefined, failedStart }
  }
}

function failureOf({ code, message, details: output = '' }: TargetError): FailedStart | undefined {
  if (code === 'TARGET_NOT_READY') return { exitCode: undefined, output }
  if (code !== 'TARGET_ENDED_EARLY') return undefined
  // One that a signal ended has no exit code; it did not end well either.
  return { exitCode: Number(/exit code (\d+)/.exec(message)?.[1] ?? 1), output }
}
