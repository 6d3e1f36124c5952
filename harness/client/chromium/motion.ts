import type { Page, Request } from 'playwright-core'

/** Longer than any exchange behind a navigation takes. */
export const longestNavigationMs = 40_000

/** What was to lead somewhere and has set nothing in motion within this leads nowhere. */
const startsWithinMs = 10_000

/**
 * Whether a page is on its way to another one. A navigation begins with a request, goes on with those of its redirects,
 * and ends when a document is there or when its last request came to nothing.
 */
export class Motion {
  readonly #page: Page
  /** Navigations that have begun, ever and when the page last came to rest. */
  #begun = 0
  #begunAtRest = 0
  #moving = false
  #changed = Promise.withResolvers<void>()

  constructor(page: Page) {
    this.#page = page
    const isOfPage = (request: Request): boolean =>
      request.isNavigationRequest() && request.frame() === page.mainFrame()
    page.on('request', (request) => {
      if (!isOfPage(request)) return
      if (request.redirectedFrom() === null) this.#begun += 1
      this.#set(true)
    })
    page.on('requestfailed', (request) => {
      if (isOfPage(request)) this.#set(false)
    })
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#set(false)
    })
    page.on('close', () => this.#set(false))
  }

  /** Waits until the page has come to rest: loaded, and no script of it leads on. */
  async rest(): Promise<void> {
    do {
      this.#begunAtRest = this.#begun
      await this.#until(() => !this.#moving, longestNavigationMs)
      await this.#page.waitForLoadState('load', { timeout: longestNavigationMs }).catch(() => {})
      // What a page does as soon as it is there has begun when it answers this. One that has left does not answer.
      await this.#page.evaluate('new Promise((resolve) => setTimeout(resolve))').catch(() => {})
    } while (this.#begun !== this.#begunAtRest && !this.#page.isClosed())
  }

  /** Waits until something has begun since the page last came to rest, and until it has come to rest again. */
  async goesOn(): Promise<void> {
    await this.#until(() => this.#begun > this.#begunAtRest, startsWithinMs)
    await this.rest()
  }

  #set(moving: boolean): void {
    this.#moving = moving
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }

  async #until(holds: () => boolean, withinMs: number): Promise<void> {
    const late = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => late.resolve('late'), withinMs)
    try {
      while (!holds() && !this.#page.isClosed()) {
        if ((await Promise.race([this.#changed.promise, late.promise])) === 'late') return
      }
    } finally {
      clearTimeout(timer)
    }
  }
}
