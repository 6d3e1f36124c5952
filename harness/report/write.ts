import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Results } from '../verdict.ts'
import { toJUnit } from './junit.ts'
import { replayFolder, replayOf } from './replay.ts'
import { toResultsJson } from './results-json.ts'

/** Every format that is written from the results alone. A new one is a file beside this one and a line here. */
const formats = [
  { file: 'results.json', render: toResultsJson },
  { file: 'junit.xml', render: toJUnit },
] as const

/**
 * Writes every report into `reportDir`, which is made if need be, and what the findings' curl lines read.
 * @returns the paths of the reports
 * @throws InternalError `REPORT_INVALID`, before anything is written
 */
export async function writeReports(reportDir: string, results: Results): Promise<readonly string[]> {
  const rendered = formats.map(({ file, render }) => ({ path: join(reportDir, file), text: render(results) }))
  const replays = join(reportDir, replayFolder)
  await rm(replays, { recursive: true, force: true })
  const files = results.cases.flatMap((result) => Object.entries(replayOf(result, replays)?.files ?? {}))
  await mkdir(files.length > 0 ? replays : reportDir, { recursive: true })
  await Promise.all([
    ...rendered.map(({ path, text }) => writeFile(path, text)),
    ...files.map(([file, text]) => writeFile(join(replays, file), text)),
  ])
  return rendered.map(({ path }) => path)
}
