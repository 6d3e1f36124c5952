/**
 * The guardian: a process beside the harness that outlives it by a moment. The harness tells it on stdin which process
 * groups it has started (`+pid`) and which it has ended itself (`-pid`). When stdin closes, the harness is gone, however
 * it went (exit, crash, SIGKILL, a terminated worker thread), and the guardian ends the groups that are left.
 *
 * It imports only what little it needs: it starts while the target starts.
 */
import { createInterface } from 'node:readline'

import { endProcessGroup } from './process-group.ts'

const graceMs = Number(process.argv[2])
const groups = new Set<number>()

// Ctrl-C and a closed terminal are for the harness; the guardian acts on its end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1))
  if (line.startsWith('+')) groups.add(pid)
  else groups.delete(pid)
}
await Promise.all([...groups].map((pid) => endProcessGroup(pid, graceMs)))
process.exit()
