import type { UserName } from '../client-case.ts'
import { userNames } from '../client-case.ts'
import { isApiConfig } from '../config/schema.ts'
import { fillTemplate } from '../variables.ts'
import type { AnswerContext } from './answer-check.ts'
import type { Hop } from './browser.ts'
import type { BrowserDriver, BrowserKind, CaseBrowser } from './browser-driver.ts'
import { placeOf } from './system.ts'
import type { ClientWorld } from './world.ts'

/** The browsers of one case. Names are the case's own; a browser is made when it is first named. */
export class Browsers implements AsyncDisposable {
  readonly #world: ClientWorld
  readonly driver: BrowserDriver
  readonly #browsers = new Map<string, CaseBrowser>()
  readonly #users = new Map<string, UserName>()
  #anonymous = 0

  constructor(world: ClientWorld, kind: BrowserKind) {
    this.#world = world
    this.driver = kind.drive(world)
  }

  /** `none`: one that nobody has used before. */
  named(name = 'first'): CaseBrowser {
    const own = name === 'none' ? `none ${(this.#anonymous += 1)}` : name
    const browser = this.#browsers.get(own) ?? this.driver.browser(own)
    this.#browsers.set(own, browser)
    return browser
  }

  get hops(): readonly Hop[] {
    return [...this.#browsers.values()].flatMap(({ hops }) => hops)
  }

  signedIn(browser: CaseBrowser, user: UserName): void {
    this.#users.set(browser.name, user)
  }

  /** What answers of that browser are held against. */
  context(browser: CaseBrowser): AnswerContext {
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
      home: ({ name }) => this.driver.home(name),
      user: this.#users.get(browser.name) ?? 'first',
      allUsers: userNames,
    }
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.driver[Symbol.asyncDispose]()
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
