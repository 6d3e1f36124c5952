/**
 * What was added to a target's output since. Only the last lines are kept of it, so the earlier text may have lost its
 * beginning: what both have in common is its longest end with which the later one begins.
 */
export function newOutput(before: string, after: string): string {
  if (before === '' || after.startsWith(before)) return after.slice(before.length)
  const [earlier, later] = [before.split('\n'), after.split('\n')]
  for (let lost = 1; lost < earlier.length; lost += 1) {
    const kept = earlier.slice(lost)
    if (kept.every((line, index) => later[index] === line)) return later.slice(kept.length).join('\n')
  }
  return after
}
