import { type ChildProcess, spawn } from 'node:child_process'

import { endProcessGroup } from './process-group.ts'

/** How long a target may take to end after SIGTERM before it gets SIGKILL. */
const graceMs = 2000

/**
 * The guardian: a process beside the harness that outlives it by a moment. The harness tells it on stdin which process
 * groups it has started (`+ pid`) and which it has ended itself (`- pid`). When stdin closes, the harness is gone,
 * however it went (exit, crash, SIGKILL, a terminated worker thread), and the guardian ends the groups that are left.
 *
 * A shell script, because it starts with every target: a Node process would take a tenth of a second of a core each
 * time. Ctrl-C and a closed terminal are for the harness; the guardian acts on its end alone.
 */
const script = `
trap '' INT TERM HUP
groups=' '
while read -r sign pid; do
  case $sign in
    +) groups="$groups$pid " ;;
    -) groups="\${groups%% $pid *} \${groups#* $pid }" ;;
  esac
done
signal_groups() { for pid in $groups; do kill -s "$1" -- "-$pid"; done 2>/dev/null; }
any_alive() { for pid in $groups; do kill -s 0 -- "-$pid" && return; done 2>/dev/null; return 1; }
tenths_left=$1
signal_groups TERM
while [ "$tenths_left" -gt 0 ] && any_alive; do
  sleep 0.1
  tenths_left=$((tenths_left - 1))
done
signal_groups KILL
`

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
    for (const each of watched) tell('+', each)
  } else {
    tell('+', pid)
  }
}

/** Ends a watched group and all its members, and stops watching it. */
export async function endGroup(pid: number): Promise<void> {
  await endProcessGroup(pid, graceMs)
  watched.delete(pid)
  tell('-', pid)
  if (watched.size === 0) {
    guardian?.stdin?.end()
    guardian = undefined
  }
}

function startGuardian(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', script, 'entra-conformance-guardian', String(graceMs / 100)], {
    // A group of its own, so that Ctrl-C in a terminal does not end it together with the harness.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
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

function tell(sign: '+' | '-', pid: number): void {
  guardian?.stdin?.write(`${sign} ${pid}\n`)
}
