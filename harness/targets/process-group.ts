import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 5

/**
 * Ends a process group: SIGTERM, then SIGKILL for what is still there after the grace. Resolves when every member is
 * gone or has been sent SIGKILL. Members that have moved to a group of their own are not found.
 *
 * @param pid the group's number, which is its leader's process id
 */
export async function endProcessGroup(pid: number, graceMs: number): Promise<void> {
  const deadline = performance.now() + graceMs
  signalGroup(pid, 'SIGTERM')
  while (groupAlive(pid)) {
    if (performance.now() > deadline) {
      signalGroup(pid, 'SIGKILL')
      return
    }
    await sleep(pollMs)
  }
}

/** True while the group has a member that has not ended. */
function groupAlive(pid: number): boolean {
  if (!signalGroup(pid, 0)) return false
  if (isAlive(statOf(String(pid)))) return true
  // Members that ended but that nobody has waited for (a container without an init process) are no longer alive.
  const members = groupMembers(pid)
  return members === undefined || members.some(isAlive)
}

/** False when there is no such group any more. */
function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    return process.kill(-pid, signal)
  } catch (error) {
    // EPERM: macOS answers so for a group of which only ended members are left.
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')) return false
    throw error
  }
}

interface Stat {
  /** `Z` and `X`: has ended. */
  readonly state: string
  readonly group: number
}

function isAlive({ state }: Stat): boolean {
  return state !== 'Z' && state !== 'X'
}

/** What proc(5) says of the group's members, or undefined where there is no /proc. */
function groupMembers(pid: number): readonly Stat[] | undefined {
  let entries: readonly string[]
  try {
    entries = readdirSync('/proc')
  } catch {
    return undefined
  }
  if (!entries.includes('self')) return undefined
  return entries
    .filter((entry) => /^\d+$/.test(entry))
    .map(statOf)
    .filter(({ group }) => group === pid)
}

function statOf(entry: string): Stat {
  try {
    const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
    // pid (command) state ppid pgrp …; the command may itself hold blanks and parentheses.
    const [state = '', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state, group: Number(group) }
  } catch {
    // It ended while we looked.
    return { state: 'X', group: 0 }
  }
}
