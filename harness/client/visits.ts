import type { AnswerCheck, SignInStep, VisitStep } from '../client-case.ts'
import { isApiConfig } from '../config/schema.ts'
import { TargetError } from '../errors.ts'
import type { Objection } from '../judge.ts'
import { checkAnswer, type Visited } from './answer-check.ts'
import { type Browser, type Hop, redirectOf } from './browser.ts'
import { captured, type CaptureSources } from './captures.ts'
import { type AuthorizationResponse, authorizeUrlOf, passEntra, submit } from './entra-visit.ts'
import { formsOf } from './html.ts'
import { userNameOf } from './platform.ts'
import type { Browsers } from './session.ts'
import { type PlaceRequest, placeOf } from './system.ts'
import type { ClientWorld } from './world.ts'

/** What a visit or a sign-in gave: what is wrong with it, and what it captured. */
export interface VisitResult {
  readonly objections: readonly Objection[]
  readonly captured: Readonly<Record<string, string>>
}

/** More redirects than any app has reason for. */
const mostRedirects = 10

/** Does a `visit` step whose variables are filled in. */
export async function visit(step: VisitStep, world: ClientWorld, browsers: Browsers): Promise<VisitResult> {
  const browser = browsers.named(step.browser)
  return watched(browser, async () => {
    const first = await open(step, world, browser)
    const last = await follow(first, step, world, browsers, browser)
    return { step, browsers, sources: { last } }
  })
}

/** Does a `sign-in` step whose variables are filled in. */
export async function signIn(step: SignInStep, world: ClientWorld, browsers: Browsers): Promise<VisitResult> {
  const browser = browsers.named(step.browser)
  const receiver = step.deliverTo === undefined ? browser : browsers.named(step.deliverTo)
  return watched(receiver, async () => {
    const start: VisitStep = {
      do: 'visit',
      at: step.at ?? 'page.signIn',
      query: step.query ?? {},
      headers: step.headers ?? {},
    }
    const begun = await followWithin(await open(start, world, browser), browser, world.variables.baseUrl)
    const found = authorizeUrlOf(begun)
    const expect = step.expect ?? { shows: 'signed-in' }
    if (found === undefined) return { step: { ...step, expect }, browsers, sources: { last: begun } }
    const request = withParameters(found, step.request)
    const visitor = { userName: userNameOf(step.user ?? 'first', world.variables), does: step.consent ?? 'accept' }
    const outcome = await passEntra(browser, request.href, world.variables.baseUrl, visitor)
    if (outcome.kind === 'stuck') {
      return { step: { ...step, expect }, browsers, sources: { last: outcome.hop, request } }
    }
    for (const change of step.before ?? []) await world.change(change)
    const response = withChanges(outcome.response, step.response)
    if (step.deliver === false)
      return { step: { ...step, expect: {} }, browsers, sources: { last: begun, request, response } }
    const delivered = await deliver(receiver, response, step.responseBy ?? response.by)
    const last = await followWithin(delivered, receiver, world.variables.baseUrl)
    browsers.signedIn(receiver, step.user ?? 'first')
    return { step: { ...step, expect }, browsers, sources: { last, request, response } }
  })
}

interface Done {
  readonly step: { readonly expect?: AnswerCheck; readonly capture?: VisitStep['capture'] }
  readonly browsers: Browsers
  readonly sources: Omit<CaptureSources, 'cookies'>
}

/** Runs a visit and holds what it came to against what the step says. */
async function watched(browser: Browser, act: () => Promise<Done>): Promise<VisitResult> {
  const [started, before] = [performance.now(), browser.hops.length]
  const { step, browsers, sources } = await act()
  const durationMs = performance.now() - started
  const visited: Visited = { browser, hops: browser.hops.slice(before), last: sources.last, durationMs }
  const objections = await checkAnswer(step.expect ?? {}, visited, browsers.context(browser))
  if (objections.length > 0) return { objections, captured: {} }
  const cookies = await browser.targetCookies()
  return { objections, captured: captured(step.capture, { ...sources, cookies }) }
}

/** What a proxy in front of the target adds, where the world is one behind TLS. */
function proxyHeaders({ config, start }: ClientWorld): Readonly<Record<string, string>> {
  return start.tls === true && !isApiConfig(config) ? (config.webApp?.behindTls?.headers ?? {}) : {}
}

/** Sends a visit's first request. */
async function open(step: VisitStep, world: ClientWorld, browser: Browser): Promise<Hop> {
  const place = placeOf(world.config, step.at)
  if (place === undefined) {
    throw new TargetError('PLACE_NOT_DECLARED', `The configuration has no ${step.at}.`, 'Name it in the needs.')
  }
  const url = new URL(world.variables.baseUrl + place.path)
  for (const [name, value] of Object.entries(step.query ?? {})) {
    if (value === null) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
  const token = step.token === undefined ? {} : { authorization: `Bearer ${await world.mint(step.token)}` }
  const headers = { ...proxyHeaders(world), ...token, ...step.headers }
  const json = step.json ?? (step.form === undefined && step.method === undefined ? place.body : undefined)
  const method = step.method ?? (json !== undefined && place.method === 'GET' ? 'POST' : place.method)
  if (json !== undefined) {
    const body = JSON.stringify(json)
    return browser.go({ method, url: url.href, body, headers: { 'content-type': 'application/json', ...headers } })
  }
  if (place.form !== undefined && step.method === undefined) return sendForm(place, place.form, step, world, browser)
  const body = step.form === undefined ? undefined : new URLSearchParams(step.form).toString()
  return browser.go({
    method: step.form !== undefined && step.method === undefined ? 'POST' : method,
    url: url.href,
    headers,
    ...(body === undefined ? {} : { body, from: world.variables.baseUrl }),
  })
}

/** Fetches the page that holds a form and sends that form; without it, an empty one. */
async function sendForm(
  place: PlaceRequest,
  holder: string,
  step: VisitStep,
  { variables }: ClientWorld,
  browser: Browser,
): Promise<Hop> {
  const page = await browser.go({ url: variables.baseUrl + holder })
  const forms = page.answer.kind === 'response' ? formsOf(page.answer.response.body) : []
  const form = forms.find(({ action }) => URL.parse(action, page.url)?.pathname === place.path)
  const fields = { ...form?.fields, ...step.form }
  return submit(browser, page.url, {
    action: place.path,
    method: 'POST',
    fields,
    inputs: [],
    buttons: [],
  })
}

async function follow(
  first: Hop,
  step: VisitStep,
  world: ClientWorld,
  browsers: Browsers,
  browser: Browser,
): Promise<Hop> {
  if (step.follow === 'none') return first
  const { baseUrl } = world.variables
  const last = await followWithin(first, browser, baseUrl)
  const authorize = step.follow === 'all' ? redirectOf(last) : undefined
  if (authorize === undefined) return last
  const user = step.user ?? browsers.context(browser).user
  const visitor = { userName: userNameOf(user, world.variables), does: 'accept' } as const
  const outcome = await passEntra(browser, authorize.href, baseUrl, visitor)
  if (outcome.kind === 'stuck') return outcome.hop
  browsers.signedIn(browser, user)
  return followWithin(await deliver(browser, outcome.response, outcome.response.by), browser, baseUrl)
}

/** Follows redirects as long as they stay with the target. */
async function followWithin(first: Hop, browser: Browser, origin: string): Promise<Hop> {
  let hop = first
  for (let redirects = 0; redirects < mostRedirects; redirects += 1) {
    const to = redirectOf(hop)
    if (to?.origin !== origin) return hop
    hop = await browser.go({ url: to.href })
  }
  return hop
}

function deliver(browser: Browser, response: AuthorizationResponse, by: AuthorizationResponse['by']): Promise<Hop> {
  const { url, parameters, from } = response
  const fields = new URLSearchParams(parameters).toString()
  return by === 'form_post'
    ? browser.go({ method: 'POST', url, body: fields, from })
    : browser.go({ url: `${url}?${fields}`, from })
}

type Changes = Readonly<Record<string, string | null>> | undefined

function withParameters(url: URL, changes: Changes = {}): URL {
  const changed = new URL(url)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.searchParams.delete(name)
    else changed.searchParams.set(name, value)
  }
  return changed
}

function withChanges(response: AuthorizationResponse, changes: Changes = {}): AuthorizationResponse {
  const parameters = Object.entries({ ...response.parameters, ...changes }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  )
  return { ...response, parameters: Object.fromEntries(parameters) }
}
