import { spawn } from 'node:child_process'
import { glob, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { configFileNames } from '../config/load.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { type Results, resultsSchema } from '../verdict.ts'
import { differencesOf, printBroken, printDifference } from './differences.ts'

/**
 * `npm run flake -- TIMES [CONFIG…]`: runs everything that concerns a configuration so many times, and prints the cases
 * whose verdicts differ. Without configurations: those of the reference implementations in Node. Exit code 1 when a case
 * differs, 2 when a run gave no results or it was called wrongly.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const command = join(root, 'harness/cli/entra-conformance.mjs')

async function configs(): Promise<readonly string[]> {
  const pattern = `reference-impls/node/*/{${configFileNames.join(',')}}`
  const found = await Array.fromAsync(glob(pattern, { cwd: root }))
  return found.map((path) => relative(process.cwd(), join(root, path))).toSorted()
}

/** One run as a user would start it. Undefined: it wrote no results. */
async function runOnce(config: string): Promise<Results | undefined> {
  await using folder = await createTemporaryFolder('flake')
  const child = spawn(process.execPath, [command, 'run', '--config', config, '--report-dir', folder.path], {
    stdio: 'ignore',
  })
  await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject))
  const text = await readFile(join(folder.path, 'results.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : resultsSchema.parse(JSON.parse(text))
}

/** How many cases of a configuration differ; undefined: a run gave no results. */
async function tryConfig(config: string, times: number): Promise<number | undefined> {
  process.stdout.write(`${config}\n`)
  const lists: Results['cases'][] = []
  for (let run = 1; run <= times; run += 1) {
    const results = await runOnce(config)
    if (results === undefined) {
      process.stdout.write(`  run ${run}  no results: npx entra-conformance run --config ${config} says why\n`)
      return undefined
    }
    const { summary, exitCode, durationMs } = results
    const counts = Object.entries(summary).flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`]))
    const seconds = (durationMs / 1000).toFixed(1)
    process.stdout.write(`  run ${run}  exit ${exitCode}, ${counts.join(', ')}, ${seconds} s\n`)
    for (const line of results.cases.flatMap(printBroken)) process.stdout.write(`    ${line}\n`)
    lists.push(results.cases)
  }
  const differences = differencesOf(lists)
  for (const difference of differences) process.stdout.write(`  differs  ${printDifference(difference)}\n`)
  return differences.length
}

async function main([timesText = '', ...given]: readonly string[]): Promise<0 | 1 | 2> {
  const times = Number(timesText)
  if (!Number.isInteger(times) || times < 2) {
    process.stderr.write('How many times? For example: npm run flake -- 20 reference-impls/node/api\n')
    return 2
  }
  const tried: (number | undefined)[] = []
  for (const config of given.length > 0 ? given : await configs()) tried.push(await tryConfig(config, times))
  const differing = tried.reduce<number>((sum, count) => sum + (count ?? 0), 0)
  process.stdout.write(`${tried.length} configurations, ${times} runs each, differing cases: ${differing}\n`)
  if (tried.length === 0 || tried.includes(undefined)) return 2
  return differing === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
