import type { Browser, BrowserContext, Locator, Page, Response } from 'playwright-core'

import type { CertificateAuthority } from '../../mounts/contract.ts'
import type { Hop } from '../browser.ts'
import type { ClientWorld } from '../world.ts'
import { longestNavigationMs, Motion } from './motion.ts'
import { type Gate, Traffic } from './traffic.ts'

/** How long what is on a page may take to be there. */
const longestActionMs = 10_000

/** A window of a Chromium, with cookies of its own, that shows one page after the other. */
export class Tab implements AsyncDisposable {
  readonly traffic: Traffic
  readonly #context: BrowserContext
  readonly #page: Page
  readonly #motion: Motion

  private constructor(traffic: Traffic, context: BrowserContext, page: Page) {
    this.traffic = traffic
    this.#context = context
    this.#page = page
    this.#motion = new Motion(page)
  }

  static async open(launched: Browser, world: ClientWorld, authority: CertificateAuthority): Promise<Tab> {
    const { traffic, proxyUrl } = await Traffic.of(world, authority)
    try {
      const context = await launched.newContext({ proxy: { server: proxyUrl }, locale: 'en', acceptDownloads: false })
      context.setDefaultTimeout(longestActionMs)
      context.setDefaultNavigationTimeout(longestNavigationMs)
      return new Tab(traffic, context, await context.newPage())
    } catch (error) {
      await traffic[Symbol.asyncDispose]()
      throw error
    }
  }

  /**
   * Types an address, waits until the page has come to rest, and gives the answer that came last.
   * @param gate how far the page may go from there
   */
  async goTo(url: URL, gate: Gate): Promise<Hop> {
    this.traffic.gate = gate
    const before = this.traffic.navigations.length
    // It rejects where there is no document in the end: the page was held at the gate, or there was no answer.
    const response = await this.#page.goto(url.href).catch(() => null)
    await this.#motion.rest()
    const last = this.#hopsSince(before).at(-1)
    if (last !== undefined) return last
    return response === null ? unanswered(url) : storedHop(response)
  }

  /**
   * Does what leads on from the page, for example a click, waits until it has come to rest again, and gives the answers
   * on the way; none: it leads nowhere.
   */
  async lead(action: () => Promise<unknown>): Promise<readonly Hop[]> {
    const before = this.traffic.navigations.length
    await action()
    await this.#motion.goesOn()
    return this.#hopsSince(before)
  }

  find(selector: string): Locator {
    return this.#page.locator(selector)
  }

  /** The answer that came last. */
  get last(): Hop | undefined {
    return this.traffic.navigations.at(-1)
  }

  /** All cookies for a host, as a Cookie header. */
  async cookiesFor(host: string): Promise<string> {
    const own = (await this.#context.cookies()).filter(({ domain }) => domain.replace(/^\./, '') === host)
    return own.map(({ name, value }) => `${name}=${value}`).join('; ')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Where Chromium itself has ended already, so have its windows.
    await this.#context.close().catch(() => {})
    await this.traffic[Symbol.asyncDispose]()
  }

  /** @throws what went wrong with the harness on the way */
  #hopsSince(before: number): readonly Hop[] {
    const { failure, navigations } = this.traffic
    if (failure !== undefined) throw failure
    return navigations.slice(before)
  }
}

/** A page that the browser still had: nobody was asked. */
async function storedHop(response: Response): Promise<Hop> {
  const headers = (await response.headersArray()).map(({ name, value }) => [name.toLowerCase(), value] as const)
  const body = await response.text().catch(() => '')
  return {
    at: 'target',
    method: 'GET',
    url: response.url(),
    headers: [],
    answer: { kind: 'response', response: { status: response.status(), headers, body }, durationMs: 0 },
  }
}

function unanswered({ href: url }: URL): Hop {
  const answer = { kind: 'refused', message: 'the browser asked nobody' } as const
  return { at: 'elsewhere', method: 'GET', url, headers: [], answer }
}
