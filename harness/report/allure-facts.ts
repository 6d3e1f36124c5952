import {
  ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
  ALLURE_HTTP_EXCHANGE_FILE_EXTENSION,
  ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION,
  type HttpExchange,
} from 'allure-js-commons/http'
import { type Label, type Link, Severity, Status, type StatusDetails } from 'allure-js-commons'

import type { CaseResult, Exchange, Finding } from '../verdict.ts'
import { html, type Html } from './html.ts'
import { tokenTable } from './render-token-html.ts'
import { shorten } from './text.ts'

/** What Allure shows of a case. */
export interface AllureFacts {
  /** What the cases are about and their group, for trees. */
  readonly path: readonly [suite: string, group: string]
  readonly labels: readonly Label[]
  readonly links: readonly Link[]
  readonly parameters: Readonly<Record<string, string>>
  readonly descriptionHtml: string
  readonly status: Status
  readonly statusDetails: StatusDetails
  readonly attachments: readonly AllureAttachment[]
}

interface AllureAttachment {
  readonly name: string
  readonly contentType: string
  /** With its dot. */
  readonly fileExtension: string
  readonly text: string
}

const severityOf: Readonly<Record<CaseResult['severity'], Severity>> = {
  critical: Severity.BLOCKER,
  high: Severity.CRITICAL,
  medium: Severity.NORMAL,
  low: Severity.MINOR,
  info: Severity.TRIVIAL,
}

/** Longer bodies and headers (a megabyte of token) are cut: the report is to be read. */
const longestShown = 16_384

/**
 * A case in Allure's terms: suite, group and title as epic, feature and story; the requirement as a link; the token
 * beside the valid one in the description; exchanges, curl lines and decoded tokens as attachments.
 */
export function allureFacts(result: CaseResult): AllureFacts {
  const { title, group, verdict, level, severity, maker, requirement, tags, finding } = result
  const [suite = group, ...rest] = group.split('.')
  const path = [heading(suite), heading(rest.join(' ') || suite)] as const
  const allTags = [level, maker, ...(verdict === 'pass' ? [] : [verdict]), ...tags]
  return {
    path,
    labels: [
      { name: 'epic', value: path[0] },
      { name: 'feature', value: path[1] },
      { name: 'story', value: title },
      { name: 'severity', value: severityOf[severity] },
      ...allTags.map((value) => ({ name: 'tag', value })),
    ],
    links: [{ url: requirement.url, name: requirement.source, type: 'requirement' }],
    parameters: { verdict, level, severity, maker },
    descriptionHtml: describe(result).html,
    ...standingOf(result),
    attachments: finding === undefined ? [] : attachmentsOf(finding),
  }
}

/** `token-kind` as `Token kind`; `api` as `API`. */
function heading(words: string): string {
  if (words.length <= 3) return words.toUpperCase()
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1).replaceAll('-', ' ')}`
}

/** A warning passes, with its finding told; what is not judged is broken; what does not count is skipped. */
function standingOf(result: CaseResult): Pick<AllureFacts, 'status' | 'statusDetails'> {
  const { verdict, finding, problem, reason = 'no reason given' } = result
  switch (verdict) {
    case 'pass':
    case 'warn':
    case 'fail':
      return {
        status: verdict === 'fail' ? Status.FAILED : Status.PASSED,
        statusDetails: finding === undefined ? {} : detailsOf(finding),
      }
    case 'unexpected-pass': {
      const message = `passed, though it is known to fail (${reason}): remove it from knownFailing`
      return { status: Status.FAILED, statusDetails: { message } }
    }
    case 'not-applicable':
    case 'known-fail':
      return { status: Status.SKIPPED, statusDetails: { message: `${verdict}: ${reason}` } }
    case 'error': {
      const message = problem === undefined ? 'could not be judged' : `${problem.code}: ${problem.message}`
      return { status: Status.BROKEN, statusDetails: { message } }
    }
  }
}

function detailsOf({ expected, actual }: Finding): StatusDetails {
  return { message: `expected ${expected}, got ${actual}`, expected, actual }
}

function describe(result: CaseResult): Html {
  const { title, requirement, finding, problem, reason } = result
  const asked = html`<p><b>${title}</b></p>
    <p>${requirement.text} <a href="${requirement.url}">${requirement.source}</a></p>`
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
    <p><b>If broken</b> ${finding.gains}</p>
    ${tokenTable(finding)}
    <p><b>Likely fix</b></p>
    <ul>
      ${finding.fix.map(({ stack, hint }) => html`<li><b>${stack}</b>: ${hint}</li>`)}
    </ul>`
}

function attachmentsOf({ exchanges, token, controlToken }: Finding): readonly AllureAttachment[] {
  const attached = exchanges.map((exchange): AllureAttachment => ({
    name: exchange.label,
    contentType: ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
    fileExtension: ALLURE_HTTP_EXCHANGE_FILE_EXTENSION,
    text: JSON.stringify(toHttpExchange(exchange)),
  }))
  if (exchanges.length > 0) {
    const text = exchanges.map(({ label, curl }) => `# ${label}\n${curl}\n`).join('\n')
    attached.push({ name: 'replay with curl', contentType: 'text/plain', fileExtension: '.sh', text })
  }
  if (token !== undefined || controlToken !== undefined) {
    const text = JSON.stringify({ valid: controlToken, sent: token }, null, 2)
    attached.push({ name: 'tokens, decoded', contentType: 'application/json', fileExtension: '.json', text })
  }
  return attached
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
