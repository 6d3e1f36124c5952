import type { z } from 'zod'

/** What zod found wrong, one line an issue. */
export function issueLines(error: z.ZodError): string {
  return error.issues.flatMap((issue) => linesOf(issue, [])).join('\n')
}

/** One line an issue; of a union's alternatives, the one the input came closest to. */
function linesOf(issue: z.core.$ZodIssue, parents: readonly PropertyKey[]): readonly string[] {
  const path = [...parents, ...issue.path]
  if (issue.code === 'invalid_key') return issue.issues.flatMap((inner) => linesOf(inner, path))
  if (issue.code === 'invalid_union') {
    const [closest] = issue.errors.toSorted((one, other) => depth(other) - depth(one))
    if (closest !== undefined && depth(closest) > 0) return closest.flatMap((inner) => linesOf(inner, path))
  }
  return [`${path.length === 0 ? '(top)' : path.map(String).join('.')}: ${issue.message}`]
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)))
}
