import { Cookie } from 'tough-cookie'

import type { AnswerCheck, UserName } from '../client-case.ts'
import type { BrokerConfig } from '../config/broker-schema.ts'
import type { WebAppConfig } from '../config/web-app-schema.ts'
import { parseJson } from '../execute/scenario.ts'
import { describeAnswer, headerValues, matches, type Objection } from '../judge.ts'
import type { WireResponse } from '../targets/contract.ts'
import { type Hop, redirectOf } from './browser.ts'
import type { CaseBrowser } from './browser-driver.ts'
import { checkAll, checkValue, isStatus, jsonAt } from './checks.ts'
import { authorizeUrlOf } from './entra-visit.ts'
import { handedOutProblem } from './handed-out-token.ts'

/** What a visit came to. */
export interface Visited {
  readonly browser: CaseBrowser
  /** The hops of this visit, in order. */
  readonly hops: readonly Hop[]
  readonly last: Hop
  readonly durationMs: number
}

export interface AnswerContext {
  readonly baseUrl: string
  /** Undefined for systems without pages. */
  readonly webApp: WebAppConfig | undefined
  /** Undefined for systems that hand out no tokens. */
  readonly broker: BrokerConfig | undefined
  /** Seconds since the epoch, on the cloud's clock. */
  readonly nowSeconds: number
  /** The path of the sign-in page. */
  readonly signInPath: string | undefined
  /** What the home page shows to that user alone. */
  shownTo(user: UserName): string
  /** Visits the home page. */
  home(browser: CaseBrowser): Promise<Hop>
  /** Whom the visit is about where the check does not say. */
  readonly user: UserName
  readonly allUsers: readonly UserName[]
}

/** Holds what a visit came to against what a case says of it; the gravest objection first. */
export async function checkAnswer(
  check: AnswerCheck,
  visited: Visited,
  context: AnswerContext,
): Promise<readonly Objection[]> {
  const { last } = visited
  if (last.answer.kind !== 'response') {
    return [objection('no-answer', 'an answer', `${describeAnswer(last.answer)} from ${withoutQuery(last.url)}`)]
  }
  const { response } = last.answer
  const shown = check.shows === undefined ? [] : await checkShown(check, visited, response, context)
  return [
    ...shown,
    ...checkStatus(check, response, last),
    ...checkRedirect(check.redirect, last, context),
    ...checkContent(check, response),
    ...checkCookies(check.cookies, visited),
    ...checkToken(check.token, response, context),
    ...(check.atMostMs !== undefined && visited.durationMs > check.atMostMs
      ? [objection('no-answer', `an answer within ${check.atMostMs} ms`, `after ${Math.round(visited.durationMs)} ms`)]
      : []),
  ]
}

type Checked = readonly Objection[]

function checkToken(wanted: AnswerCheck['token'], { body }: WireResponse, context: AnswerContext): Checked {
  const { broker, nowSeconds } = context
  if (wanted === undefined || broker === undefined) return []
  const problem = handedOutProblem(wanted, body, broker.token, nowSeconds)
  return problem === undefined ? [] : [objection('policy', `a token like ${JSON.stringify(wanted)}`, problem)]
}

function objection(reason: Objection['reason'], expected: string, actual: string): Objection {
  return { weight: 'fail', reason, expected, actual }
}

const withoutQuery = (url: string): string => url.split('?')[0] ?? url

function describe({ answer, url }: Hop): string {
  return `${describeAnswer(answer)} from ${withoutQuery(url)}`
}

async function checkShown(
  check: AnswerCheck,
  visited: Visited,
  response: WireResponse,
  context: AnswerContext,
): Promise<Checked> {
  const { last, browser } = visited
  switch (check.shows) {
    case 'signed-in': {
      const user = check.as ?? context.user
      const home = await context.home(browser)
      if (isShown(home, context.shownTo(user))) return []
      const expected = `the home page shows ${context.shownTo(user)}`
      return [
        objection(
          'refused-valid',
          expected,
          `${describe(last)}; the home page: ${describeAnswer(home.answer)}, without it`,
        ),
      ]
    }
    case 'signed-out':
      return signedOutProblem(browser, context)
    case 'error':
      return isErrorPage(response, context)
        ? []
        : [objection(response.status < 400 ? 'accepted' : 'policy', 'an error page', describe(last))]
    case 'refused': {
      const refused = isErrorPage(response, context) || leadsToSignIn(last, context)
      const signedIn = await signedOutProblem(browser, context)
      if (signedIn.length > 0) return signedIn
      return refused ? [] : [objection('accepted', 'an error page, or the way to a sign-in', describe(last))]
    }
    case 'answered':
      return response.status === 500 ? [objection('server-error', 'any answer but a 500', describe(last))] : []
    case undefined:
      break
  }
  return []
}

async function signedOutProblem(browser: CaseBrowser, context: AnswerContext): Promise<Checked> {
  if (context.webApp === undefined) return []
  const home = await context.home(browser)
  const user = context.allUsers.find((each) => isShown(home, context.shownTo(each)))
  if (user === undefined) return []
  return [objection('accepted', 'nobody is signed in', `the home page shows ${context.shownTo(user)}`)]
}

function isShown({ answer }: Hop, text: string): boolean {
  return answer.kind === 'response' && answer.response.status < 400 && answer.response.body.includes(text)
}

function isErrorPage(response: WireResponse, { webApp }: AnswerContext): boolean {
  const marker = webApp?.errorPage.contains
  return response.status >= 400 || (marker !== undefined && response.body.includes(marker))
}

function leadsToSignIn(last: Hop, { baseUrl, signInPath }: AnswerContext): boolean {
  if (authorizeUrlOf(last) !== undefined) return true
  const redirect = redirectOf(last)
  if (redirect !== undefined) return redirect.origin === baseUrl && redirect.pathname === signInPath
  // A page that offers to sign in.
  const { answer } = last
  return answer.kind === 'response' && signInPath !== undefined && answer.response.body.includes(signInPath)
}

function checkStatus({ status }: AnswerCheck, response: WireResponse, last: Hop): Checked {
  if (status === undefined || isStatus(response.status, status)) return []
  const reason = response.status >= 500 ? 'server-error' : 'policy'
  return [objection(reason, `status ${[status].flat().join(' or ')}`, describe(last))]
}

function checkRedirect(wanted: AnswerCheck['redirect'], last: Hop, context: AnswerContext): Checked {
  if (wanted === undefined) return []
  const to = redirectOf(last) ?? (wanted.to === 'app' ? undefined : authorizeUrlOf(last))
  if (to === undefined) return [objection('policy', `a redirect${where(wanted.to)}`, describe(last))]
  if (!isThere(wanted.to, to, context)) {
    return [objection('policy', `a redirect${where(wanted.to)}`, `to ${to.origin}${to.pathname}`)]
  }
  const problem =
    (wanted.url === undefined ? undefined : checkValue('the address', to.href, wanted.url)) ??
    checkAll(
      wanted.query,
      (name) => to.searchParams.get(name) ?? undefined,
      (name) => `query parameter ${name}`,
    )
  return problem === undefined ? [] : [objection('policy', `a redirect like ${JSON.stringify(wanted)}`, problem)]
}

type Destination = NonNullable<AnswerCheck['redirect']>['to']

const where = (to: Destination): string => (to === undefined ? '' : ` to ${to}`)

function isThere(to: Destination, url: URL, { baseUrl, signInPath }: AnswerContext): boolean {
  const isAuthorize = url.host === 'login.microsoftonline.com' && url.pathname.endsWith('/authorize')
  switch (to) {
    case undefined:
      return true
    case 'app':
      return url.origin === baseUrl
    case 'authorize':
      return isAuthorize
    case 'sign-in':
      return isAuthorize || (url.origin === baseUrl && url.pathname === signInPath)
    case 'entra-logout':
      return url.host === 'login.microsoftonline.com' && url.pathname.endsWith('/logout')
  }
}

function checkContent(check: AnswerCheck, response: WireResponse): Checked {
  const text = [...response.headers.map(([name, value]) => `${name}: ${value}`), response.body].join('\n')
  const document = check.json === undefined ? undefined : parseJson(response.body)
  const problem =
    checkAll(
      check.headers,
      (name) => headerValues(response, name).join(', ') || undefined,
      (name) => `header ${name}`,
    ) ?? checkAll(check.json, (pointer) => jsonAt(document, pointer))
  return [
    ...(problem === undefined ? [] : [objection('policy', 'an answer as declared', problem)]),
    ...(check.contains ?? [])
      .filter((wanted) => !matches(text, wanted))
      .map((wanted) => objection('policy', `the answer holds ${wanted}`, `it does not (status ${response.status})`)),
    ...(check.lacks ?? [])
      .filter((unwanted) => matches(text, unwanted))
      .map((unwanted) => objection('leak', `the answer does not hold ${unwanted}`, 'it does')),
  ]
}

function checkCookies(wanted: AnswerCheck['cookies'], { hops }: Visited): Checked {
  if (wanted === undefined) return []
  const set = hops
    .filter(({ at }) => at === 'target')
    .flatMap(({ answer }) => (answer.kind === 'response' ? headerValues(answer.response, 'set-cookie') : []))
    .flatMap((text) => Cookie.parse(text) ?? [])
    .filter(({ key, value }) => value !== '' && (wanted.name === undefined || matches(key, wanted.name, true)))
  const { atLeast = 1, httpOnly, secure, sameSite } = wanted
  if (set.length < atLeast) return [objection('policy', `at least ${atLeast} cookies`, `${set.length}`)]
  const wrong = set.flatMap((cookie) => [
    ...(httpOnly !== undefined && cookie.httpOnly !== httpOnly
      ? [`${cookie.key} is ${httpOnly ? 'not ' : ''}HttpOnly`]
      : []),
    ...(secure !== undefined && cookie.secure !== secure ? [`${cookie.key} is ${secure ? 'not ' : ''}Secure`] : []),
    ...(sameSite === undefined || sameSite.some((each) => each === cookie.sameSite?.toLowerCase())
      ? []
      : [`${cookie.key} has SameSite ${cookie.sameSite ?? 'left out'}`]),
  ])
  return wrong.slice(0, 1).map((actual) => objection('policy', `cookies like ${JSON.stringify(wanted)}`, actual))
}
