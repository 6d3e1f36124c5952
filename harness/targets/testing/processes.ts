import { spawnSync } from 'node:child_process'

/** False also for a process that has ended but that nobody has waited for. */
export function isRunning(pid: number): boolean {
  return /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim())
}
