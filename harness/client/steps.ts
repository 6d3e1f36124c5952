import type { Json } from '../json.ts'
import type { Endpoint } from '../mock-azure/contract.ts'
import type { TokenRecipe } from '../tokens/recipe.ts'
import type { Captures, Checks, Pattern, Place, Status, UserName } from './names.ts'
import type { PlatformStep } from './platform-step.ts'

/** A request to the target, and what must come of it. */
export interface VisitStep {
  readonly do: 'visit'
  /** For findings. Default: the place. */
  readonly label?: string
  /** Whose cookies it carries. A name makes a browser of its own. Default `first`. `none`: no browser, no cookies. */
  readonly browser?: string
  readonly at: Place
  /** Default: as the place is declared, else GET. */
  readonly method?: string
  /** Adds to the query; `null` removes. */
  readonly query?: { readonly [name: string]: string | null }
  readonly form?: { readonly [name: string]: string }
  readonly json?: Json
  /** What a caller of an API sends as its bearer token: a user's, with what `protected` wants, in version 2.0. */
  readonly token?: TokenRecipe
  /** `null` leaves a default header out. */
  readonly headers?: { readonly [name: string]: string | null }
  /**
   * Which redirects it follows: none, those within the target (`app`, the default), or all of them, sign-in pages
   * included (`all`; `user` then says who signs in).
   */
  readonly follow?: 'none' | 'app' | 'all'
  readonly user?: UserName
  readonly expect?: AnswerCheck
  readonly capture?: Captures
  /** A control: if it is not met the case is inconclusive, not failed. */
  readonly control?: boolean
  /** Tries again until it is met, at most so long (milliseconds). For recoveries only. */
  readonly withinMs?: number
}

/** What the last answer of a visit must be like. What is not said is not judged, but for `conduct`. */
export interface AnswerCheck {
  /** A status, a class (`2xx`), or any of several. */
  readonly status?: Status | readonly Status[]
  /**
   * `signed-in`: the home page knows the visitor (webApp.session.shows). `signed-out`: it does not. `error`: an error page
   * (a 4xx or 5xx, or what `webApp.errorPage` declares). `refused`: an error page, or a way back to a sign-in (a redirect
   * to Entra or to the sign-in page), and the visitor is not signed in. `answered`: anything but a 500, a hang or a crash.
   */
  readonly shows?: 'signed-in' | 'signed-out' | 'error' | 'refused' | 'answered'
  /** `signed-in` as whom. Default: the user who signed in last in this browser. */
  readonly as?: UserName
  /** The answer is a redirect (`Location`) to there. */
  readonly redirect?: {
    /** `sign-in`: to Entra's authorize endpoint, or to the sign-in page. `app`: to a path of the target. */
    readonly to?: 'authorize' | 'sign-in' | 'entra-logout' | 'app'
    readonly url?: Pattern
    readonly query?: Checks
  }
  readonly contains?: readonly Pattern[]
  /** Neither in the body nor in a header. */
  readonly lacks?: readonly Pattern[]
  /** Lower-case names. `null`: absent. */
  readonly headers?: Checks
  /** JSON pointers. */
  readonly json?: Checks
  /** Cookies that the target set during the visit, all of them unless `name` says which. */
  readonly cookies?: {
    readonly name?: Pattern
    readonly atLeast?: number
    readonly httpOnly?: boolean
    readonly secure?: boolean
    readonly sameSite?: readonly ('lax' | 'strict' | 'none')[]
  }
  /**
   * The token that a broker's answer holds (`broker.token`): its claims; and whether the end that the answer states is
   * the token's own.
   */
  readonly token?: { readonly claims?: Checks; readonly expiry?: 'its-own' }
  /** The visit took at most so long. */
  readonly atMostMs?: number
}

/**
 * A sign-in: visit the sign-in page, go to Entra, sign in, come back. Each part can be changed, or left out.
 */
export interface SignInStep {
  readonly do: 'sign-in'
  readonly label?: string
  /** Default `first`. */
  readonly browser?: string
  /** Default `first`. */
  readonly user?: UserName
  /** Where it starts. Default `page.signIn`. */
  readonly at?: Place
  /** Adds to the query of the start. */
  readonly query?: { readonly [name: string]: string }
  readonly headers?: { readonly [name: string]: string }
  /** Changes what the browser carries to Entra: parameters of the authorize request; `null` removes. */
  readonly request?: { readonly [parameter: string]: string | null }
  /** What the user does at Entra. Default `accept`. */
  readonly consent?: 'accept' | 'decline' | 'cancel'
  /** Changes what the browser carries back: parameters of the authorization response; `null` removes. */
  readonly response?: { readonly [parameter: string]: string | null }
  /** Sends the response by the other method than Entra asked for. Default: as Entra says. */
  readonly responseBy?: 'query' | 'form_post'
  /** Delivers the response in another browser. */
  readonly deliverTo?: string
  /** Stops before the response is delivered; `capture` still reads it (`response.<parameter>`). */
  readonly deliver?: boolean
  /** Runs between Entra's answer and its delivery (faults, clock, directory). */
  readonly before?: readonly PlatformStep[]
  /** The answer the browser ends up with. Default: `{ shows: 'signed-in' }`. */
  readonly expect?: AnswerCheck
  /** Besides `Captures`: `request.<parameter>` and `response.<parameter>` of the authorization. */
  readonly capture?: Captures
  readonly control?: boolean
}

/** The same visit or sign-in many times at once, each in a browser of its own unless it names one. */
export interface BurstStep {
  readonly do: 'burst'
  readonly label?: string
  readonly times: number
  /** Take turns as the user of the repetitions; `${visitorId}` is then the object ID of whose turn it is. */
  readonly users?: readonly UserName[]
  /** `${n}` is the number of the repetition, from 1. The browsers are called `burst ${n}`. */
  readonly of: VisitStep | SignInStep
}

/** What a request in the ledger must be like. Names are lower case where the protocol ignores case. */
export interface RequestCheck {
  readonly method?: Pattern
  /** Without the query. */
  readonly url?: Pattern
  readonly query?: Checks
  readonly headers?: Checks
  readonly form?: Checks
  /** By the name of a header, a query parameter or a form parameter, whichever there is: clients differ in where. */
  readonly anywhere?: Checks
  /** Pointers into a JSON body. */
  readonly json?: Checks
  /** The decoded `client_assertion`: pointers are not needed, members are by name. */
  readonly assertion?: { readonly header?: Checks; readonly claims?: Checks; readonly lifetimeAtMostSeconds?: number }
  /** The decoded token of the Authorization header. */
  readonly bearer?: { readonly header?: Checks; readonly claims?: Checks }
  /** What it was answered with. */
  readonly status?: Status | readonly Status[]
}

/**
 * What of requests can be compared: `query.<name>`, `form.<name>`, `header.<name>`, `anywhere.<name>`, `assertion`, `bearer`
 * (by their hashes), `assertion.claims.<name>`, `bearer.claims.<name>`, `url`.
 */
export type RequestField = string

/** A look at what the target asked of the platform since the last `mark` (default: the case's first step). */
export interface LedgerStep {
  readonly do: 'ledger'
  readonly label?: string
  /** Endpoints; `refused`: requests to hosts that nobody declared. Default: all of them. */
  readonly of?: Endpoint | 'refused' | readonly Endpoint[]
  /** Only requests like this count. */
  readonly where?: RequestCheck
  readonly exactly?: number
  readonly atLeast?: number
  readonly atMost?: number
  readonly each?: RequestCheck
  readonly some?: RequestCheck
  readonly none?: RequestCheck
  /** All of them are alike in these. */
  readonly same?: readonly RequestField[]
  /** No two are alike in these. */
  readonly distinct?: readonly RequestField[]
  /** Seconds between one request and the next, on the cloud's clock. */
  readonly apartAtLeastSeconds?: number
  /** For the finding: what it means where it does not hold. */
  readonly because: string
  /** From the first (`first.`) or the last (`last.`) of them: `last.form.state`. */
  readonly capture?: Captures
  readonly control?: boolean
}

/** What counts as new in the next `ledger` steps begins here. */
export interface MarkStep {
  readonly do: 'mark'
}

/** What the target wrote to stdout and stderr since it was started. */
export interface OutputStep {
  readonly do: 'output'
  readonly contains?: readonly Pattern[]
  readonly lacks?: readonly Pattern[]
  readonly because: string
}

/**
 * A request for its health past all browsers, over a connection of its own: by TLS or without, to another address of
 * this machine.
 */
export interface ReachStep {
  readonly do: 'reach'
  readonly label?: string
  /** `loopback`: 127.0.0.1. `elsewhere`: 127.0.0.2, where a server answers that listens on every address. */
  readonly at: 'loopback' | 'elsewhere'
  /** `https`: it must show the certificate it was given. Default: as the target was started (`start.tls`). */
  readonly by?: 'http' | 'https'
  /** `answered`: with a 2xx. `as-declared`: or not, as `broker.listens` says of addresses beyond loopback. */
  readonly expect: 'answered' | 'not-answered' | 'as-declared'
  /** For the finding: what it means where it does not hold. */
  readonly because: string
  readonly control?: boolean
}

/** Waits until the ledger has so many requests of an endpoint since the last mark, at most so long. */
export interface WaitStep {
  readonly do: 'wait'
  readonly for: { readonly endpoint: Endpoint; readonly atLeast: number }
  readonly withinMs: number
}

/** Ends the target and starts it again, on the same port and, by default, with the same data. */
export interface RestartStep {
  readonly do: 'restart'
  readonly env?: { readonly [name: string]: string | null }
  /** Default `kept`. `lost`: the data folder is empty, as after a container was replaced. */
  readonly data?: 'kept' | 'lost'
  /** See `Start.expect`. */
  readonly expect?: 'runs' | 'fails' | 'starts'
}

/** The target has ended by itself, or does within the time, with an exit code that is not 0. */
export interface EndedStep {
  readonly do: 'ended'
  readonly withinMs?: number
  readonly output?: readonly Pattern[]
}
