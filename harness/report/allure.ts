import { createHash, randomUUID } from 'node:crypto'

import * as allure from 'allure-js-commons'

import type { CaseResult, Results } from '../verdict.ts'
import { allureFacts } from './allure-facts.ts'
import { oneLine } from './text.ts'

/**
 * The run as Allure results, file name to text, for `allure generate`.
 *
 * Allure's own vitest reporter is not used for this: it flushes every file to the disk one by one, sends attachments
 * through the worker's messages, guesses the status from the error's text (the word "assert" makes a failure, anything
 * else a broken test) and leaves a skipped test without its reason.
 */
export function toAllureResults(results: Results): ReadonlyMap<string, string> {
  const files = new Map([['environment.properties', environment(results)]])
  let start = Date.parse(results.startedAt)
  for (const result of results.cases) {
    // The results keep how long a case took, not when it began: laid end to end.
    const stop = start + Math.round(result.durationMs)
    addCase(files, result, { start, stop })
    start = stop
  }
  return files
}

function addCase(
  files: Map<string, string>,
  result: CaseResult,
  times: { readonly start: number; readonly stop: number },
): void {
  const { path, attachments, parameters, labels, links, ...facts } = allureFacts(result)
  const [parentSuite, suite] = path
  const uuid = randomUUID()
  const key = createHash('sha256').update(result.id).digest('hex')
  const attached = attachments.map(({ name, contentType, fileExtension, text }, index) => {
    const source = `${uuid}-${index}-attachment${fileExtension}`
    files.set(source, text)
    return { name, type: contentType, source }
  })
  const test: allure.TestResult = {
    uuid,
    name: result.id,
    fullName: result.id,
    testCaseId: key,
    historyId: key,
    titlePath: [...path],
    ...facts,
    stage: allure.Stage.FINISHED,
    labels: [
      ...labels,
      { name: 'parentSuite', value: parentSuite },
      { name: 'suite', value: suite },
      { name: 'framework', value: 'entra-conformance' },
    ],
    links: [...links],
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, value, excluded: true })),
    steps: [],
    attachments: attached,
    ...times,
  }
  files.set(`${uuid}-result.json`, JSON.stringify(test))
}

/** A Java properties file. */
function environment({ tool, target, strict }: Results): string {
  const facts = { target: target.name, kind: target.kind, config: target.config, strict: String(strict) }
  return Object.entries({ ...facts, [tool.name]: tool.version })
    .map(([name, value]) => `${name} = ${oneLine(value).replaceAll('\\', '\\\\')}\n`)
    .join('')
}

/**
 * Tells the Allure runtime about the case of the running test, for suites that run inside a vitest project of one's own
 * with Allure's reporter. Does nothing where no such runtime is set up; there the status follows what the test throws.
 */
export async function annotateAllure(result: CaseResult): Promise<void> {
  if (!('allureTestRuntime' in globalThis)) return
  const { labels, links, parameters, descriptionHtml, attachments } = allureFacts(result)
  await allure.labels(...labels)
  await allure.links(...links)
  await allure.descriptionHtml(descriptionHtml)
  for (const [name, value] of Object.entries(parameters)) await allure.parameter(name, value, { excluded: true })
  for (const { name, text, contentType, fileExtension } of attachments) {
    await allure.attachment(name, text, { contentType, fileExtension })
  }
}
