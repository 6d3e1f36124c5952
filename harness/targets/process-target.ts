import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Answer, RunningTarget } from './contract.ts'
import { endGroup, watchGroup } from './guardian.ts'
import { OutputTail } from './output.ts'
import { isFree } from './ports.ts'
import { waitUntilReady } from './readiness.ts'
import {
  commandNotFound,
  endedEarly,
  type Ending,
  folderNotFound,
  needsPosix,
  notReady,
  portBusy,
} from './target-errors.ts'
import { createWireClient } from './wire-client.ts'

export { findFreePort } from './ports.ts'

export interface ProcessTargetOptions {
  /** For messages. */
  readonly name: string
  /** The program and its arguments. No shell takes part: see `splitCommand`. */
  readonly command: readonly string[]
  /** An absolute path. */
  readonly cwd: string
  /** The whole environment of the process: see `childEnvironment`. `PORT` is added unless it is there. */
  readonly env: Readonly<Record<string, string>>
  readonly port: number
  /** What it speaks on its port; over https, whatever certificate it shows. Default `http`. */
  readonly scheme?: 'http' | 'https'
  /** Polled until it answers below 500. */
  readonly readyPath: string
  readonly timeoutMs: number
  /** Texts that must not show in the captured output. */
  readonly redact: readonly string[]
}

/** A process that also says when it ends. */
export interface ProcessTarget extends RunningTarget {
  readonly whenEnded: Promise<Ending>
}

/**
 * Starts a command as a process group of its own and waits until it answers. Whatever happens to the harness, the group
 * does not outlive it (see `guardian.ts`).
 *
 * @throws {ConfigError} `TARGET_NEEDS_POSIX` or `TARGET_CWD_NOT_FOUND`
 * @throws {TargetError} `TARGET_COMMAND_NOT_FOUND`, `TARGET_PORT_BUSY`, `TARGET_ENDED_EARLY` or `TARGET_NOT_READY`;
 * nothing is left running then
 */
export async function startProcessTarget(options: ProcessTargetOptions): Promise<ProcessTarget> {
  const { name, port, scheme = 'http', readyPath, timeoutMs } = options
  if (process.platform === 'win32') throw needsPosix()
  await assertCommand(options)
  if (!(await isFree(port))) throw portBusy(name, port)

  await using stack = new AsyncDisposableStack()
  const running = stack.use(spawnGroup(options))
  const baseUrl = `${scheme}://127.0.0.1:${port}`
  const client = stack.use(createWireClient(baseUrl, { anyCertificate: true }))
  const readiness = await waitUntilReady({ client, path: readyPath, timeoutMs, ended: running.whenEnded })
  if (readiness.outcome === 'ended') throw endedEarly(name, readiness.ending, running.output())
  if (readiness.outcome === 'not-ready') {
    throw notReady(name, baseUrl + readyPath, timeoutMs, readiness.last, running.output())
  }
  const resources = stack.move()
  return {
    kind: 'process',
    baseUrl,
    acceptsRaw: true,
    async send(request, sendOptions) {
      const answer = await client.send(request, sendOptions)
      const noticeMs = endNoticeMs[answer.kind]
      if (noticeMs !== undefined) await Promise.race([running.whenEnded, sleep(noticeMs, undefined, { ref: false })])
      return answer
    },
    forgetConnections: () => client.forgetConnections(),
    output: () => running.output(),
    ended: () => running.ended(),
    whenEnded: running.whenEnded,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

interface RunningGroup extends AsyncDisposable {
  readonly whenEnded: Promise<Ending>
  ended(): Ending | undefined
  output(): string
}

/** Waits for a line, so that nothing of the target runs before its guardian knows it; then becomes the target. */
const gate = 'read -r go && exec "$@" </dev/null'

function spawnGroup({ command, cwd, env, port, redact }: ProcessTargetOptions): RunningGroup {
  const output = new OutputTail(redact)
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    '/bin/sh',
    ['-c', gate, 'entra-conformance', ...command],
    { cwd, env: { PORT: String(port), ...env }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
  )
  let ending: Ending | undefined
  const whenEnded = new Promise<Ending>((settle) => {
    const settleWith = (code: number | null, signal: string | null): void => settle((ending ??= { code, signal }))
    child.once('exit', (code, signal) => {
      ending ??= { code, signal }
      // `close` follows when all output has been read; a grandchild that holds the pipes open may put that off.
      setTimeout(settleWith, outputDrainMs, code, signal).unref()
    })
    child.once('close', settleWith)
    child.once('error', (error) => {
      output.add('stderr', `${error.message}\n`)
      settleWith(null, null)
    })
  })
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => output.add(stream, chunk))
  }
  child.stdin.on('error', () => {})
  const { pid } = child
  if (pid !== undefined) {
    watchGroup(pid)
    child.stdin.end('\n')
  }
  return {
    whenEnded,
    ended: () => ending,
    output: () => output.text(),
    async [Symbol.asyncDispose]() {
      if (pid !== undefined) await endGroup(pid)
      await whenEnded
      child.stdout.destroy()
      child.stderr.destroy()
    },
  }
}

/**
 * A process that ends closes its sockets a moment before its end is known, so after these answers the news is awaited,
 * for `ended` to be right when `send` resolves. A reset alone may mean nothing more; a refusal is almost surely the end.
 */
const endNoticeMs: { readonly [kind in Answer['kind']]?: number } = { reset: 20, refused: 500 }

/** How long the last output may take to arrive after the process itself has ended. */
const outputDrainMs = 100

async function assertCommand({ name, command, cwd, env }: ProcessTargetOptions): Promise<void> {
  if (!(await isExecutable(cwd))) throw folderNotFound(name, cwd)
  const program = command[0] ?? ''
  const path = env['PATH'] ?? ''
  const candidates = program.includes('/')
    ? [resolve(cwd, program)]
    : path.split(delimiter).map((folder) => join(folder || cwd, program))
  for (const candidate of program === '' ? [] : candidates) {
    if (await isExecutable(candidate)) return
  }
  throw commandNotFound(name, program, cwd)
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}
