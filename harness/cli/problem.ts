import type { Problem } from '../errors.ts'

const whose = {
  config: 'Configuration',
  target: 'Target',
  harness: 'entra-conformance',
} as const

/** A failure to judge as a person reads it: whose, what, how to fix it. */
export function renderProblem({ code, fault, message, fix, details }: Problem): string {
  const lines = [`${whose[fault]} error ${code}: ${message}`, `Fix: ${fix}`]
  return [...lines, ...(details === undefined ? [] : [details.replace(/^/gm, '  ')])].join('\n')
}
