import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Results } from '../verdict.ts'
import { toAllureResults } from './allure.ts'
import { toJUnit } from './junit.ts'
import { replayFolder, replayOf } from './replay.ts'
import { toResultsJson } from './results-json.ts'

/** Every report that is one file, written from the results alone. A new format is a file beside this one and a line here. */
const formats = [
  { file: 'results.json', render: toResultsJson },
  { file: 'junit.xml', render: toJUnit },
] as const

const allureFolder = 'allure-results'

/** Few enough that no system runs out of file handles. */
const writtenAtOnce = 64

/**
 * Writes every report into `reportDir`, which is made if need be; those of an earlier run are replaced.
 * @param options.allure also `allure-results`. Default false
 * @returns the paths of the reports
 * @throws InternalError `REPORT_INVALID`, before anything is written
 */
export async function writeReports(
  reportDir: string,
  results: Results,
  { allure = false }: { readonly allure?: boolean } = {},
): Promise<readonly string[]> {
  const rendered = formats.map(({ file, render }) => ({ path: join(reportDir, file), text: render(results) }))
  await mkdir(reportDir, { recursive: true })
  await Promise.all(rendered.map(({ path, text }) => writeFile(path, text)))
  await replaceFolder(join(reportDir, replayFolder), replayFiles(results))
  if (allure) await replaceFolder(join(reportDir, allureFolder), toAllureResults(results))
  return [...rendered.map(({ path }) => path), ...(allure ? [join(reportDir, allureFolder)] : [])]
}

/** What the findings' replay lines read. */
function replayFiles(results: Results): ReadonlyMap<string, string> {
  return new Map(results.cases.flatMap((result) => Object.entries(replayOf(result, '')?.files ?? {})))
}

/** Without files there is no folder. */
async function replaceFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  if (files.size === 0) return
  await mkdir(folder, { recursive: true })
  const left = [...files]
  while (left.length > 0) {
    await Promise.all(left.splice(0, writtenAtOnce).map(([file, text]) => writeFile(join(folder, file), text)))
  }
}
