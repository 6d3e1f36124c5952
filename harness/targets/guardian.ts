import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { endProcessGroup } from './process-group.ts'

/** How long a target may take to end after SIGTERM before it gets SIGKILL. */
const graceMs = 2000

const script = fileURLToPath(new URL('guardian-process.ts', import.meta.url))

/** One guardian per thread that has targets running; it ends with the last of them. */
let guardian: ChildProcess | undefined
const watched = new Set<number>()

/**
 * Has a process group ended when this process, or this worker thread, ends in whatever way.
 * Tell it before the group can do anything.
 */
export function watchGroup(pid: number): void {
  watched.add(pid)
  if (guardian === undefined) {
    guardian = startGuardian()
    for (const each of watched) tell(`+${each}`)
  } else {
    tell(`+${pid}`)
  }
}

/** Ends a watched group and all its members, and stops watching it. */
export async function endGroup(pid: number): Promise<void> {
  await endProcessGroup(pid, graceMs)
  watched.delete(pid)
  tell(`-${pid}`)
  if (watched.size === 0) {
    guardian?.stdin?.end()
    guardian = undefined
  }
}

function startGuardian(): ChildProcess {
  const child = spawn(process.execPath, [script, String(graceMs)], {
    // A group of its own, so that Ctrl-C in a terminal does not end it together with the harness.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  child.unref()
  // The pipe breaks if somebody ends the guardian; the next target then gets a new one.
  child.stdin.on('error', () => {})
  child.on('error', () => {})
  child.on('exit', () => {
    if (guardian === child) guardian = undefined
  })
  return child
}

function tell(line: string): void {
  guardian?.stdin?.write(`${line}\n`)
}
