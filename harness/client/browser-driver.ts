import type { ClientCase, SignInStep, UserName, VisitStep } from '../client-case.ts'
import type { AnyConfig } from '../config/schema.ts'
import type { Hop } from './browser.ts'
import type { AuthorizationResponse } from './entra-visit.ts'
import type { ClientWorld } from './world.ts'

/** A browser of a case, whoever plays it. */
export interface CaseBrowser {
  readonly name: string
  /** Every exchange so far. */
  readonly hops: readonly Hop[]
  /** The target's cookies, as a Cookie header. */
  targetCookies(): Promise<string>
}

/** What a visit or a sign-in came to. */
export interface Performed {
  /** The answer that it is about. */
  readonly last: Hop
  /** The authorize request, where it got that far. */
  readonly request?: URL
  /** What Entra ID sent back to the target. */
  readonly response?: AuthorizationResponse
  /** The target got it. */
  readonly delivered: boolean
}

/** The browsers of one case in its world, by name; one is made when it is first named. Disposing closes them. */
export interface BrowserDriver extends AsyncDisposable {
  browser(name: string): CaseBrowser
  /** @param user who signs in where the visit leads to Entra ID and the step follows */
  visit(name: string, step: VisitStep, user: UserName): Promise<Performed>
  /** @param receiver the browser that gets the authorization response; mostly the same one */
  signIn(name: string, receiver: string, step: SignInStep): Promise<Performed>
  /** Looks at the home page, wherever it leads within the target. */
  home(name: string): Promise<Hop>
}

/** What plays the browsers of a run. */
export interface BrowserKind {
  /** So many cases at once. */
  readonly atOnce: number
  /** Why it cannot perform a case as it is written; undefined when it can. */
  unable(item: ClientCase, config: AnyConfig): string | undefined
  drive(world: ClientWorld): BrowserDriver
}
