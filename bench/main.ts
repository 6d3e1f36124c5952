import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemporaryFolder } from '../harness/temporary-folder.ts'
import { resultsSchema } from '../harness/verdict.ts'
import { measureExchanges } from './exchanges.ts'
import { median } from './median.ts'
import { printTokenEndpoint } from './token-endpoint.ts'

const runs = 3
const projectRoot = fileURLToPath(new URL('..', import.meta.url))

/** One whole `run` as a user starts it. Seconds of wall time, and how many cases it judged. */
async function wholeRun(reportDir: string): Promise<{ seconds: number; judged: number; exitCode: number | null }> {
  const startedAt = performance.now()
  const command = [join(projectRoot, 'harness/cli/entra-conformance.mjs'), 'run', '--report-dir', reportDir]
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: projectRoot, stdio: 'ignore' })
    child.once('error', reject)
    child.once('exit', resolve)
  })
  const seconds = (performance.now() - startedAt) / 1000
  const results = resultsSchema.parse(JSON.parse(await readFile(join(reportDir, 'results.json'), 'utf8')))
  return { seconds, exitCode, judged: results.cases.filter(({ verdict }) => verdict !== 'not-applicable').length }
}

{
  await using reports = await createTemporaryFolder('bench')
  const whole = []
  for (let run = 0; run < runs; run += 1) whole.push(await wholeRun(reports.path))
  const seconds = whole.map((run) => run.seconds)
  console.log(
    `whole catalogue  ${whole[0]?.judged ?? 0} cases  median ${median(seconds).toFixed(2)} s of ${runs} runs ` +
      `(${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)})  exit ${whole.map((run) => run.exitCode).join(' ')}`,
  )
}

const { cases, exchanges, harnessMs, replayMs } = await measureExchanges(runs)
console.log(
  `time per exchange  ${cases} cases, ${exchanges} exchanges  harness ${median(harnessMs).toFixed(3)} ms  ` +
    `bare replay ${median(replayMs).toFixed(3)} ms  ` +
    `ratio ${median(harnessMs.map((ms, index) => ms / (replayMs[index] ?? Number.NaN))).toFixed(2)}`,
)

await printTokenEndpoint()
