import { type ChildProcess, spawn } from 'node:child_process'

import { endProcessGroup } from './process-group.ts'

/** How long a target may take to end after SIGTERM before it gets SIGKILL. */
const graceMs = 2000

/**
 * The guardian: a process beside the harness that outlives it by a moment. The harness tells it on stdin which process
 * groups it has started (`+ pid`) and which it has ended itself (`- pid`), which folders it has made (`> path`) and which
 * it has removed (`< path`). When stdin closes, the harness is gone, however it went (exit, crash, SIGKILL, a terminated
 * worker thread), and the guardian ends the groups and removes the folders that are left.
 *
 * A shell script, because it starts with every target: a Node process would take a tenth of a second of a core each
 * time. Ctrl-C and a closed terminal are for the harness; the guardian acts on its end alone.
 */
const script = `
trap '' INT TERM HUP
newline='
'
groups=' '
folders=$newline
while read -r sign name; do
  case $sign in
    +) groups="$groups$name " ;;
    -) groups="\${groups%% $name *} \${groups#* $name }" ;;
    '>') folders="$folders$name$newline" ;;
    '<') folders="\${folders%%"$newline$name$newline"*}$newline\${folders#*"$newline$name$newline"}" ;;
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
set -f
IFS=$newline
for folder in $folders; do rm -rf -- "$folder"; done
`

/** One guardian per thread that has targets running or folders made; it ends with the last of them. */
let guardian: ChildProcess | undefined
/** What it has been told, and has not been told to forget. */
const watched = new Set<string>()

/**
 * Has a process group ended when this process, or this worker thread, ends in whatever way.
 * Tell it before the group can do anything.
 */
export function watchGroup(pid: number): void {
  watch(`+ ${pid}`)
}

/** Ends a watched group and all its members, and stops watching it. */
export async function endGroup(pid: number): Promise<void> {
  await endProcessGroup(pid, graceMs)
  forget(`+ ${pid}`, `- ${pid}`)
}

/** Has a folder removed when this process, or this worker thread, ends in whatever way. */
export function watchFolder(path: string): void {
  watch(`> ${path}`)
}

/** Stops watching a folder, which has been removed. */
export function forgetFolder(path: string): void {
  forget(`> ${path}`, `< ${path}`)
}

function watch(line: string): void {
  watched.add(line)
  if (guardian === undefined) {
    guardian = startGuardian()
    for (const each of watched) tell(each)
  } else {
    tell(line)
  }
}

function forget(line: string, farewell: string): void {
  if (!watched.delete(line)) return
  tell(farewell)
  if (watched.size > 0) return
  guardian?.stdin?.end()
  guardian = undefined
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

function tell(line: string): void {
  guardian?.stdin?.write(`${line}\n`)
}
