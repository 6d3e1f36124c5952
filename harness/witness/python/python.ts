import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { MockAzure } from '../../mock-azure/contract.ts'
import { type WitnessOptions, witnessOf } from '../witness.ts'

/** The environment of the Python reference implementations, which has the SDKs. */
const folder = '../../../reference-impls/python'
export const python = fileURLToPath(new URL(`${folder}/.venv/bin/python`, import.meta.url))

/**
 * Whether Python witnesses apply, and what to add to their titles. Without the SDKs they do not, unless
 * `ENTRA_CONFORMANCE_REQUIRE`, a list separated by commas, has `python`, as in CI.
 */
export const pythonWitnesses = describePython()

function describePython(): { readonly apply: boolean; readonly note: string } {
  const required = (process.env['ENTRA_CONFORMANCE_REQUIRE'] ?? '').split(',').includes('python')
  // The file that setup.sh writes last.
  const found = existsSync(fileURLToPath(new URL(`${folder}/.venv/made-from`, import.meta.url)))
  if (found || required) return { apply: true, note: '' }
  return { apply: false, note: ' (not applicable without the environment that reference-impls/python/setup.sh makes)' }
}

/**
 * Runs a program of plain Python SDK code in a process of its own, wired to the cloud by its environment alone, and gives
 * the JSON it prints.
 * @param program a file beside this one
 */
export function pythonWitness(
  mock: MockAzure,
  program: string,
  args: readonly string[] = [],
  { environment, ...options }: WitnessOptions = {},
): Promise<unknown> {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const settings = { PYTHONDONTWRITEBYTECODE: '1', ...environment }
  return witnessOf(mock, [python, file, ...args], { ...options, environment: settings })
}
