import type { UserName } from '../client-case.ts'
import { userNames } from '../client-case.ts'
import { isApiConfig } from '../config/schema.ts'
import { InternalError } from '../errors.ts'
import type { Answer, WireResponse } from '../targets/contract.ts'
import { fillTemplate } from '../variables.ts'
import type { AnswerContext } from './answer-check.ts'
import { Browser, type BrowserNetwork, type Hop, redirectOf } from './browser.ts'
import { placeOf } from './system.ts'
import type { ClientWorld } from './world.ts'

/** The browsers of one case. Names are the case's own; a browser is made when it is first named. */
export class Browsers {
  readonly #world: ClientWorld
  readonly #network: BrowserNetwork
  readonly #browsers = new Map<string, Browser>()
  readonly #users = new Map<string, UserName>()
  #anonymous = 0

  constructor(world: ClientWorld) {
    this.#world = world
    this.#network = networkOf(world)
  }

  /** `none`: one that nobody has used before. */
  named(name = 'first'): Browser {
    const own = name === 'none' ? `none ${(this.#anonymous += 1)}` : name
    const browser = this.#browsers.get(own) ?? new Browser(own, this.#network)
    this.#browsers.set(own, browser)
    return browser
  }

  get hops(): readonly Hop[] {
    return [...this.#browsers.values()].flatMap(({ hops }) => hops)
  }

  signedIn(browser: Browser, user: UserName): void {
    this.#users.set(browser.name, user)
  }

  /** What answers of that browser are held against. */
  context(browser: Browser): AnswerContext {
    const { config, variables } = this.#world
    const webApp = isApiConfig(config) ? undefined : config.webApp
    const shows = webApp?.session.shows ?? '${userDisplayName}'
    return {
      baseUrl: variables.baseUrl,
      webApp,
      broker: isApiConfig(config) ? undefined : config.broker,
      nowSeconds: Math.floor(this.#world.clock.now() / 1000),
      signInPath: placeOf(config, 'page.signIn')?.path,
      shownTo: (user) => fillTemplate(shows, { ...variables, ...variablesOf(user, this.#world) }),
      home: (visitor) => this.#home(visitor),
      user: this.#users.get(browser.name) ?? 'first',
      allUsers: userNames,
    }
  }

  /** Looks at the home page as that browser. */
  async #home(browser: Browser): Promise<Hop> {
    const { config, variables } = this.#world
    const from = variables.baseUrl
    let hop = await browser.go({ url: from + (placeOf(config, 'page.home')?.path ?? '/') })
    for (let redirects = 0; redirects < 5; redirects += 1) {
      const to = redirectOf(hop)
      if (to?.origin !== from) break
      hop = await browser.go({ url: to.href })
    }
    return hop
  }
}

/** The variables that name a user, as if that one were the first. */
function variablesOf(user: UserName, { variables }: ClientWorld) {
  switch (user) {
    case 'first':
      return {}
    case 'second':
      return {
        userName: variables.secondUserName,
        userDisplayName: variables.secondUserDisplayName,
        userId: variables.secondUserId,
      }
    case 'guest':
      return {
        userName: variables.guestUserName,
        userDisplayName: variables.guestUserDisplayName,
        userId: variables.guestUserId,
      }
  }
}

/** Behind an exchange of the browser there may be retries of an SDK, which take up to 17 s where a source answers 404. */
const longestExchangeMs = 30_000

function networkOf(world: ClientWorld): BrowserNetwork {
  const { mock, variables } = world
  return {
    targetOrigin: variables.baseUrl,
    async toTarget({ method, url, headers, body }) {
      const { target } = world
      if (target === undefined) throw new InternalError('TARGET_NOT_THERE', 'The target does not run.', 'Restart it.')
      const request = {
        method,
        path: url.pathname + url.search,
        headers: [['host', url.host] as const, ...headers],
        ...(body === undefined ? {} : { body }),
      }
      return target.send(request, { timeoutMs: longestExchangeMs })
    },
    async toCloud({ method, url, headers, body }) {
      const started = performance.now()
      const init = { method, headers: headers.map(([name, value]): [string, string] => [name, value]) }
      const request = new Request(url, body === undefined ? init : { ...init, body })
      const response = await mock.handle(request)
      return response && (await toAnswer(response, started))
    },
  }
}

async function toAnswer(response: Response, started: number): Promise<Answer> {
  const body = await response.text()
  const headers = [...response.headers].map(([name, value]): WireResponse['headers'][number] => [name, value])
  return {
    kind: 'response',
    response: { status: response.status, headers, body },
    durationMs: performance.now() - started,
  }
}
