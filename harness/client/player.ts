import type { SignInStep, UserName, VisitStep } from '../client-case.ts'
import { isApiConfig } from '../config/schema.ts'
import { Browser, type Hop, redirectOf } from './browser.ts'
import type { BrowserDriver, BrowserKind, Performed } from './browser-driver.ts'
import { destinationOf, setParameters } from './destination.ts'
import { type AuthorizationResponse, authorizeUrlOf, passEntra, submit } from './entra-visit.ts'
import { formsOf } from './html.ts'
import { networkOf } from './network.ts'
import { userNameOf } from './platform.ts'
import { type PlaceRequest, placeOf } from './system.ts'
import type { ClientWorld } from './world.ts'

/** The harness plays the browser itself, one request at a time: it takes milliseconds, and any request can be changed. */
export const player: BrowserKind = {
  atOnce: 8,
  unable: () => undefined,
  drive: (world) => new Player(world),
}

/** More redirects than any app has reason for. */
const mostRedirects = 10

class Player implements BrowserDriver {
  readonly #world: ClientWorld
  readonly #browsers = new Map<string, Browser>()

  constructor(world: ClientWorld) {
    this.#world = world
  }

  browser(name: string): Browser {
    const browser = this.#browsers.get(name) ?? new Browser(name, networkOf(this.#world))
    this.#browsers.set(name, browser)
    return browser
  }

  async visit(name: string, step: VisitStep, user: UserName): Promise<Performed> {
    const browser = this.browser(name)
    const first = await this.#open(step, browser)
    if (step.follow === 'none') return { last: first, delivered: false }
    const last = await this.#followWithin(first, browser)
    const authorize = step.follow === 'all' ? redirectOf(last) : undefined
    if (authorize === undefined) return { last, delivered: false }
    const { variables } = this.#world
    const visitor = { userName: userNameOf(user, variables), does: 'accept' } as const
    const outcome = await passEntra(browser, authorize.href, variables.baseUrl, visitor)
    if (outcome.kind === 'stuck') return { last: outcome.hop, delivered: false }
    return { last: await this.#deliver(browser, outcome.response, outcome.response.by), delivered: true }
  }

  async signIn(name: string, receiver: string, step: SignInStep): Promise<Performed> {
    const browser = this.browser(name)
    const { at = 'page.signIn', query = {}, headers = {} } = step
    const begun = await this.#followWithin(await this.#open({ do: 'visit', at, query, headers }, browser), browser)
    const found = authorizeUrlOf(begun)
    if (found === undefined) return { last: begun, delivered: false }
    const request = new URL(found)
    setParameters(request.searchParams, step.request)
    const { variables } = this.#world
    const visitor = { userName: userNameOf(step.user ?? 'first', variables), does: step.consent ?? 'accept' }
    const outcome = await passEntra(browser, request.href, variables.baseUrl, visitor)
    if (outcome.kind === 'stuck') return { last: outcome.hop, request, delivered: false }
    for (const change of step.before ?? []) await this.#world.change(change)
    const response = withChanges(outcome.response, step.response)
    if (step.deliver === false) return { last: begun, request, response, delivered: false }
    const last = await this.#deliver(this.browser(receiver), response, step.responseBy ?? response.by)
    return { last, request, response, delivered: true }
  }

  async home(name: string): Promise<Hop> {
    const browser = this.browser(name)
    const path = placeOf(this.#world.config, 'page.home')?.path ?? '/'
    return this.#followWithin(await browser.go({ url: this.#world.variables.baseUrl + path }), browser)
  }

  /** Nothing of it runs. */
  async [Symbol.asyncDispose](): Promise<void> {}

  /** Sends a visit's first request. */
  async #open(step: VisitStep, browser: Browser): Promise<Hop> {
    const world = this.#world
    const { place, url } = destinationOf(step, world)
    const token = step.token === undefined ? {} : { authorization: `Bearer ${await world.mint(step.token)}` }
    const headers = { ...proxyHeaders(world), ...token, ...step.headers }
    const json = step.json ?? (step.form === undefined && step.method === undefined ? place.body : undefined)
    const method = step.method ?? (json !== undefined && place.method === 'GET' ? 'POST' : place.method)
    if (json !== undefined) {
      const body = JSON.stringify(json)
      return browser.go({ method, url: url.href, body, headers: { 'content-type': 'application/json', ...headers } })
    }
    if (place.form !== undefined && step.method === undefined) return this.#sendForm(place, place.form, step, browser)
    const body = step.form === undefined ? undefined : new URLSearchParams(step.form).toString()
    return browser.go({
      method: step.form !== undefined && step.method === undefined ? 'POST' : method,
      url: url.href,
      headers,
      ...(body === undefined ? {} : { body, from: world.variables.baseUrl }),
    })
  }

  /** Fetches the page that holds a form and sends that form; without it, an empty one. */
  async #sendForm(place: PlaceRequest, holder: string, step: VisitStep, browser: Browser): Promise<Hop> {
    const page = await browser.go({ url: this.#world.variables.baseUrl + holder })
    const forms = page.answer.kind === 'response' ? formsOf(page.answer.response.body) : []
    const form = forms.find(({ action }) => URL.parse(action, page.url)?.pathname === place.path)
    const fields = { ...form?.fields, ...step.form }
    return submit(browser, page.url, { action: place.path, method: 'POST', fields, inputs: [], buttons: [] })
  }

  /** Follows redirects as long as they stay with the target. */
  async #followWithin(first: Hop, browser: Browser): Promise<Hop> {
    let hop = first
    for (let redirects = 0; redirects < mostRedirects; redirects += 1) {
      const to = redirectOf(hop)
      if (to?.origin !== this.#world.variables.baseUrl) return hop
      hop = await browser.go({ url: to.href })
    }
    return hop
  }

  async #deliver(browser: Browser, response: AuthorizationResponse, by: AuthorizationResponse['by']): Promise<Hop> {
    const { url, parameters, from } = response
    const fields = new URLSearchParams(parameters).toString()
    const first =
      by === 'form_post'
        ? await browser.go({ method: 'POST', url, body: fields, from })
        : await browser.go({ url: `${url}?${fields}`, from })
    return this.#followWithin(first, browser)
  }
}

/** What a proxy in front of the target adds, where the world is one behind TLS. */
function proxyHeaders({ config, start }: ClientWorld): Readonly<Record<string, string>> {
  return start.tls === true && !isApiConfig(config) ? (config.webApp?.behindTls?.headers ?? {}) : {}
}

function withChanges(response: AuthorizationResponse, changes: SignInStep['response'] = {}): AuthorizationResponse {
  const parameters = Object.entries({ ...response.parameters, ...changes }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  )
  return { ...response, parameters: Object.fromEntries(parameters) }
}
