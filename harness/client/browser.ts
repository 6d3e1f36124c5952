import { CookieJar } from 'tough-cookie'

import type { Answer, WireResponse } from '../targets/contract.ts'
import { headerValues } from '../judge.ts'

/** One request of a browser and what came of it. */
export interface Hop {
  /** Whom it went to: the target, the stand-in cloud, or a host that is neither. */
  readonly at: 'target' | 'cloud' | 'elsewhere'
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
  readonly answer: Answer
}

/** What carries a browser's requests. */
export interface BrowserNetwork {
  /** For example `http://localhost:41234`. */
  readonly targetOrigin: string
  toTarget(request: NetworkRequest): Promise<Answer>
  /** Undefined: no host of the cloud. */
  toCloud(request: NetworkRequest): Promise<Answer | undefined>
}

export interface NetworkRequest {
  readonly method: string
  readonly url: URL
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
}

export interface Navigation {
  readonly method?: string
  readonly url: string
  /** `null` leaves a default header out. */
  readonly headers?: Readonly<Record<string, string | null>>
  readonly body?: string
  /** The page that a form or a link was on; absent: typed into the address bar. */
  readonly from?: string
}

/** A browser without a window: cookies as browsers keep and send them, one request at a time, no scripts. */
export class Browser {
  readonly name: string
  readonly jar = new CookieJar(undefined, { rejectPublicSuffixes: false })
  readonly #network: BrowserNetwork
  /** Every exchange so far. */
  readonly hops: Hop[] = []

  constructor(name: string, network: BrowserNetwork) {
    this.name = name
    this.#network = network
  }

  /** Sends one request; follows nothing. */
  async go(navigation: Navigation): Promise<Hop> {
    const { method = 'GET', body, from } = navigation
    const url = new URL(navigation.url)
    url.hash = ''
    const cookies = await this.jar.getCookieString(url.href, { sameSiteContext: sameSiteContext(url, from, method) })
    const defaults: Record<string, string | null> = {
      accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
      'accept-language': 'en',
      'user-agent': 'entra-conformance',
      ...(cookies === '' ? {} : { cookie: cookies }),
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(method === 'POST' ? { origin: new URL(from ?? url.href).origin } : {}),
    }
    const headers = Object.entries({ ...defaults, ...lowerCased(navigation.headers ?? {}) }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as const],
    )
    const request = { method, url, headers, ...(body === undefined ? {} : { body }) }
    const hop: Hop = {
      method,
      url: url.href,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(await this.#send(request)),
    }
    if (hop.answer.kind === 'response') await this.#keepCookies(url, hop.answer.response)
    this.hops.push(hop)
    return hop
  }

  async #send(request: NetworkRequest): Promise<Pick<Hop, 'at' | 'answer'>> {
    if (request.url.origin === this.#network.targetOrigin) {
      return { at: 'target', answer: await this.#network.toTarget(request) }
    }
    const answer = await this.#network.toCloud(request)
    if (answer !== undefined) return { at: 'cloud', answer }
    return { at: 'elsewhere', answer: { kind: 'refused', message: `nothing plays ${request.url.host}` } }
  }

  async #keepCookies(url: URL, response: WireResponse): Promise<void> {
    for (const value of headerValues(response, 'set-cookie')) {
      await this.jar.setCookie(value, url.href, { ignoreError: true, sameSiteContext: 'strict' })
    }
  }

  /** The target's cookies, as a Cookie header. */
  targetCookies(): Promise<string> {
    return this.jar.getCookieString(this.#network.targetOrigin, { allPaths: true })
  }
}

/**
 * How far cookies go along (RFC 6265bis §5.2): all within the site, lax ones with a safe navigation from another site,
 * and of a form that another site posts only those that say `None` or nothing.
 */
function sameSiteContext(url: URL, from: string | undefined, method: string): 'strict' | 'lax' | 'none' {
  if (from === undefined || new URL(from).hostname === url.hostname) return 'strict'
  return method === 'GET' || method === 'HEAD' ? 'lax' : 'none'
}

function lowerCased(headers: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Where a redirect leads, resolved; undefined when the answer is none. */
export function redirectOf({ url, answer }: Hop): URL | undefined {
  if (answer.kind !== 'response' || answer.response.status < 300 || answer.response.status >= 400) return undefined
  const [location] = headerValues(answer.response, 'location')
  return location === undefined ? undefined : (URL.parse(location, url) ?? undefined)
}
