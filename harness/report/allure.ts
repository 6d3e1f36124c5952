import * as allure from 'allure-js-commons'
import { ALLURE_HTTP_EXCHANGE_CONTENT_TYPE, ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION } from 'allure-js-commons/http'
import type { HttpExchange } from 'allure-js-commons/http'
import type { LifecycleListener } from 'allure-js-commons/sdk/reporter'
import { z } from 'zod'

import type { CaseResult, Exchange, Finding } from '../verdict.ts'
import { html, type Html } from './html.ts'
import { tokenTable } from './render-token-html.ts'
import { shorten } from './text.ts'

type Severity = CaseResult['severity']

const severityOf: Readonly<Record<Severity, allure.Severity>> = {
  critical: allure.Severity.BLOCKER,
  high: allure.Severity.CRITICAL,
  medium: allure.Severity.NORMAL,
  low: allure.Severity.MINOR,
  info: allure.Severity.TRIVIAL,
}

/** Longer bodies and headers (a megabyte of token) are cut: the report is to be read. */
const longestShown = 16_384

/** How the test stands in Allure: known in the test, put in force when its result is written. */
const standingSchema = z.object({
  status: z.enum(allure.Status),
  message: z.string().optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
})
type Standing = z.infer<typeof standingSchema>

const standingParameter = 'conformance.standing'

/**
 * Tells Allure about the case of the running test: suite, group and title as epic, feature and story; severity; the
 * requirement as a link; the token beside the valid one; the exchanges, curl lines and decoded tokens as attachments.
 * Does nothing where no Allure runtime is set up.
 */
export async function annotateAllure(result: CaseResult): Promise<void> {
  if (!('allureTestRuntime' in globalThis)) return
  const { id, title, group, verdict, level, severity, maker, requirement, tags, finding } = result
  const [suite = group, ...rest] = group.split('.')
  await allure.epic(heading(suite))
  await allure.feature(heading(rest.join(' ') || suite))
  await allure.story(title)
  await allure.severity(severityOf[severity])
  await allure.tags(level, maker, ...(verdict === 'pass' ? [] : [verdict]), ...tags)
  await allure.link(requirement.url, requirement.source, 'requirement')
  await allure.testCaseId(id)
  await allure.historyId(id)
  for (const [name, value] of Object.entries({ verdict, level, severity, maker })) {
    await allure.parameter(name, value, { excluded: true })
  }
  await allure.parameter(standingParameter, JSON.stringify(standingOf(result)), { mode: 'hidden', excluded: true })
  await allure.descriptionHtml(describe(result).html)
  if (finding !== undefined) await attach(finding)
}

/** `token-kind` as `Token kind`; `api` as `API`. */
function heading(words: string): string {
  if (words.length <= 3) return words.toUpperCase()
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1).replaceAll('-', ' ')}`
}

function standingOf({ verdict, finding, problem, reason }: CaseResult): Standing {
  switch (verdict) {
    case 'pass':
    case 'warn':
      return { status: allure.Status.PASSED, ...(finding === undefined ? {} : toldOf(finding)) }
    case 'fail':
      return { status: allure.Status.FAILED, ...(finding === undefined ? {} : toldOf(finding)) }
    case 'unexpected-pass':
      return {
        status: allure.Status.FAILED,
        message: `passed, though it is known to fail (${reason ?? 'no reason given'}): remove it from knownFailing`,
      }
    case 'not-applicable':
    case 'known-fail':
      return { status: allure.Status.SKIPPED, message: `${verdict}: ${reason ?? 'no reason given'}` }
    case 'error':
      return { status: allure.Status.BROKEN, message: `${problem?.code ?? 'ERROR'}: ${problem?.message ?? ''}` }
  }
}

function toldOf({ expected, actual }: Finding): Omit<Standing, 'status'> {
  return { message: `expected ${expected}, got ${actual}`, expected, actual }
}

function describe(result: CaseResult): Html {
  const { requirement, finding, problem, reason } = result
  const asked = html`<p>${requirement.text} <a href="${requirement.url}">${requirement.source}</a></p>`
  if (problem !== undefined) {
    const details = problem.details === undefined ? '' : html`<pre>${problem.details}</pre>`
    return html`${asked}
      <p><b>Could not be judged</b> (${problem.fault}): ${problem.message}</p>
      <p>${problem.fix}</p>
      ${details}`
  }
  const why = reason === undefined ? '' : html`<p><i>${reason}</i></p>`
  return finding === undefined ? html`${asked}${why}` : html`${asked}${why}${describeFinding(finding)}`
}

function describeFinding(finding: Finding): Html {
  return html`<p><b>Expected</b> ${finding.expected}<br /><b>Actual</b> ${finding.actual}</p>
    <p>${finding.gains}</p>
    ${tokenTable(finding)}
    <ul>
      ${finding.fix.map(({ stack, hint }) => html`<li><b>${stack}</b>: ${hint}</li>`)}
    </ul>`
}

async function attach({ exchanges, token, controlToken }: Finding): Promise<void> {
  for (const exchange of exchanges) {
    const content = JSON.stringify(toHttpExchange(exchange))
    const type = { contentType: ALLURE_HTTP_EXCHANGE_CONTENT_TYPE, fileExtension: '.httpexchange' }
    await allure.attachment(exchange.label, content, type)
  }
  if (exchanges.length > 0) {
    const lines = exchanges.map(({ label, curl }) => `# ${label}\n${curl}\n`).join('\n')
    await allure.attachment('replay with curl', lines, { contentType: 'text/plain', fileExtension: '.sh' })
  }
  if (token !== undefined || controlToken !== undefined) {
    const tokens = JSON.stringify({ valid: controlToken, sent: token }, null, 2)
    await allure.attachment('tokens, decoded', tokens, allure.ContentType.JSON)
  }
}

const pair = ([name, value]: [string, string]): { name: string; value: string } => ({
  name,
  value: shorten(value, longestShown),
})

function toHttpExchange({ request, answer }: Exchange): HttpExchange {
  const { method, url, headers, body } = request
  return {
    schemaVersion: ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION,
    request: {
      method,
      url: shorten(url, longestShown),
      headers: headers.map(pair),
      ...(body === undefined ? {} : { body: toBody(body, headers) }),
    },
    ...(answer.kind === 'response'
      ? {
          response: {
            status: answer.status,
            headers: answer.headers.map(pair),
            ...(answer.body === '' ? {} : { body: toBody(answer.body, answer.headers) }),
          },
        }
      : { error: { name: answer.reason, message: answer.message } }),
  }
}

function toBody(text: string, headers: readonly [string, string][]): NonNullable<HttpExchange['request']['body']> {
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return {
    ...(contentType === undefined ? {} : { contentType }),
    encoding: 'utf8',
    value: shorten(text, longestShown),
    size: Buffer.byteLength(text),
    truncated: text.length > longestShown,
  }
}

/** Options for `allure-vitest/reporter`. */
export interface AllureReporterOptions {
  readonly resultsDir: string
  /** Assertions are not steps: a case is judged by its verdict. */
  readonly reportMatchers: false
  readonly listeners: LifecycleListener[]
}

/**
 * `allure-vitest/reporter` with statuses that follow the verdict. On its own it guesses from the error's text (the word
 * "assert" makes a failure, anything else a broken test) and leaves a skipped test without its reason.
 */
export function allureReporterOptions(resultsDir: string): AllureReporterOptions {
  return { resultsDir, reportMatchers: false, listeners: [{ beforeTestResultWrite: settleStatus }] }
}

function settleStatus(result: allure.TestResult): void {
  const told = result.parameters.find(({ name }) => name === standingParameter)
  if (told === undefined) return
  result.parameters = result.parameters.filter((parameter) => parameter !== told)
  const { status, message, expected, actual } = standingSchema.parse(JSON.parse(told.value))
  result.status = status
  result.statusDetails = {
    ...(message === undefined ? {} : { message }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  }
}
