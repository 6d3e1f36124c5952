import type { Level, Maker, Severity } from './case.ts'
import type { Json } from './json.ts'
import type { IdentitySource } from './mock-command/identity-source.ts'
import type { Endpoint, FaultAction } from './mock-azure/contract.ts'
import type { KeyRef, Mutation, TokenRecipe } from './tokens/recipe.ts'
import type { Requirement } from './verdict.ts'

/**
 * What a client-side case is made of: data alone, so that a case can be listed, printed and replayed. How to write one:
 * docs/client-cases.md.
 *
 * Every string below may hold `${variable}` (`clientVariableDocs`, and what earlier steps captured). A `Pattern` is a
 * text, or a regular expression written `/…/flags`.
 */
export type Pattern = string

/** Which section of the configuration a case is for; `any` takes whichever there is. */
export const systems = ['web-app', 'agent', 'broker', 'any'] as const
export type System = (typeof systems)[number]

export const credentialKinds = ['secret', 'certificate', 'federated'] as const
/** What a web app proves itself with at the token endpoint. */
export type CredentialKind = (typeof credentialKinds)[number]

export const pageNames = [
  'home',
  'signIn',
  'callback',
  'callApi',
  'signOut',
  'signedOut',
  'protected',
  'frontChannelLogout',
] as const
/** The pages of a web app that a configuration declares (`webApp.pages`). */
export type PageName = (typeof pageNames)[number]

export const actionNames = ['chat', 'code'] as const
/** What an agent can be asked to do (`agent.actions`). */
export type ActionName = (typeof actionNames)[number]

/**
 * What the target must have for a case to concern it, besides its `system`, `start.credential` and `start.source`. One
 * that is not met makes the case not applicable, with the need's own sentence as the reason.
 */
export type ClientNeed =
  | `page.${PageName}`
  | `action.${ActionName}`
  | `credential.${CredentialKind}`
  | `source.${Exclude<IdentitySource, 'none'>}`
  /** The web app (or agent) has a policy or a facility that not all have. */
  | 'return-parameter' // webApp.returnParameter
  | 'behind-tls' // webApp.behindTls
  | 'form-post' // webApp.responseMode: form_post
  | 'query-response' // webApp.responseMode: query
  | 'pkce' // webApp.pkce
  | 'session-lifetime' // webApp.session.lifetimeSeconds
  | 'persistent-session' // webApp.session.persistent: sessions outlive a restart
  | 'volatile-session' // the opposite
  | 'step-up' // webApp.stepUp: a claims challenge of the API leads to a new sign-in
  | 'certificate-chain' // webApp.certificateChain: sends x5c
  | 'system-assigned' // agent.identity
  | 'user-assigned' // agent.identity, or a federated credential
  | 'demo' // agent.demo
  | 'workload-identity' // credentials of an agent beside the managed identity
  | 'azure-cli'
  | 'environment-credential'
  | 'scope-allow-list' // broker.allowedScopes
  | 'last-good-token' // broker.servesLastGood
  | 'api' // an API: `protected` can be visited with a token
  | 'key-vault' // a keyVault section
  | 'key-vault-fail' // keyVault.onFailure: fail
  | 'key-vault-environment' // keyVault.onFailure: environment
  | 'fresh-target' // the target can be started more than once
  | 'clock' // the target's wall clock can be moved (libfaketime is installed)

/**
 * Where a request of the browser or of a caller goes: a declared place, or a path of the target. `protected` is the first
 * GET route of an API that wants a token.
 */
export type Place = `page.${PageName}` | `action.${ActionName}` | 'token' | 'health' | 'protected' | `/${string}`

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

/** Users; their variables are `${userName}`, `${secondUserName}`, `${guestUserName}` and so on. `guest` is at home in another tenant. */
export const userNames = ['first', 'second', 'guest'] as const
export type UserName = (typeof userNames)[number]

/** A part of a URL, a form or a header: exact or a pattern; `null`: it must be absent. */
export type Checks = { readonly [name: string]: Pattern | null }

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

export type Status = number | '2xx' | '3xx' | '4xx' | '5xx'

/**
 * Variable name to where its value is: `location` (whole), `location.query.<name>`, `form.<name>` (a field of the form
 * that Entra posts back), `json:<pointer>`, `header:<name>`, `cookie:<name>`, `session` (all cookies of the target, as a
 * Cookie header), `body:<regular expression with one group>`.
 */
export type Captures = { readonly [variable: string]: string }

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

/** Principals of a role assignment: the managed identities. */
export type IdentityName = 'user-assigned' | 'system-assigned' | 'unassigned'

/** A change to the cloud: before the target starts (`start.platform`) or while it runs. */
export type PlatformStep =
  /** In its headers `${httpDate+20}` is the date in twenty seconds, on the cloud's clock. */
  | {
      readonly do: 'fault'
      readonly endpoint: Endpoint | readonly Endpoint[]
      /** The nth ones from now, from 1. Default: all. */
      readonly calls?: { readonly from: number; readonly to: number }
      readonly action: FaultAction
    }
  | { readonly do: 'clear-faults' }
  /**
   * Whether hosts show certificates that the target can trust, or those of an authority unknown to it. Connections from
   * before are closed.
   */
  | { readonly do: 'certificates'; readonly trusted: boolean }
  /** Changes tokens on their way out of the token endpoint. Default signature: the tenant's own, fresh. */
  | {
      readonly do: 'tamper'
      readonly token: 'id_token' | 'access_token'
      readonly mutations: readonly Mutation[]
      /** Only answers to these grants. Default: all. */
      readonly grant?: string
      readonly times?: number
    }
  | { readonly do: 'clear-tampering' }
  /** Replaces what the registration of the web app (or of the agent's own) holds. */
  | {
      readonly do: 'registration'
      /** `right` is what the target has; `expired` the same, expired; `other` somebody else's; `none` nothing. */
      readonly secret?: 'right' | 'expired' | 'other' | 'none'
      readonly certificate?: 'right' | 'other' | 'none'
      readonly federated?: readonly {
        readonly issuer?: string
        readonly subject?: string
        readonly audience?: string
      }[]
    }
  | { readonly do: 'identity'; readonly assign?: IdentityName; readonly unassign?: IdentityName }
  /** Seconds for which the managed identity sources say a fresh token is good. */
  | { readonly do: 'identity-lifetime'; readonly seconds: number }
  | {
      readonly do: 'role'
      readonly identity: IdentityName
      readonly role: string
      readonly on: 'vault' | 'openai' | 'session-pool' | 'api'
      readonly change: 'assign' | 'remove'
    }
  /** A secret of the vault, named by the setting that comes from it (`keyVault.secrets`). `null` value: deleted. */
  | {
      readonly do: 'vault-secret'
      /** A setting's name, or `first`, `second`, `each` of those declared. */
      readonly setting: string
      readonly value?: string | null
      readonly enabled?: boolean
      /** Seconds from now; negative: expired already. */
      readonly expiresIn?: number
    }
  | {
      readonly do: 'vault'
      readonly refusal: 'ForbiddenByFirewall' | 'ForbiddenByConnection' | 'ForbiddenByPolicy' | null
    }
  /** Publishes a new signing key and signs with it. */
  | { readonly do: 'rollover' }
  | { readonly do: 'retire'; readonly key: Extract<KeyRef, 'tenant' | 'tenant-second'> }
  | { readonly do: 'consent'; readonly change: 'revoke' | 'grant' }
  | {
      readonly do: 'user'
      readonly user: UserName
      readonly disabled?: boolean
      readonly revokeSessions?: boolean
    }
  /**
   * Moves time. `cloud`: the cloud alone (codes and tokens expire there). `both`: the target's wall clock too, which
   * needs `start.clock`.
   */
  | { readonly do: 'clock'; readonly of: 'cloud' | 'both'; readonly seconds: number }
  /** What the token endpoint says about the tokens it gives from now on; `null`: the genuine. */
  | {
      readonly do: 'token-lifetime'
      readonly expiresIn?: number | null
      readonly refreshIn?: number | null
    }

export type ClientStep =
  | VisitStep
  | SignInStep
  | BurstStep
  | LedgerStep
  | MarkStep
  | OutputStep
  | WaitStep
  | RestartStep
  | EndedStep
  | PlatformStep

/** How the target is started for a case. Cases with the same start share a target, unless they are isolated. */
export interface Start {
  /** Default: the first one declared. */
  readonly credential?: CredentialKind
  /** Its settings left out, or all of them empty. */
  readonly credentialSettings?: 'absent' | 'empty'
  /** Settings of other kinds that stand beside it, as a move from one kind to another leaves them behind. */
  readonly beside?: readonly CredentialKind[]
  /** What is wrong with the certificate of the target: it has expired, or its private key belongs to another one. */
  readonly certificate?: 'expired' | 'other-key'
  /** Where the managed identity is. Default: the first one declared for it. */
  readonly source?: IdentitySource
  /** Key Vault: `off` (default), or how the environment is beside it. */
  readonly vault?: 'off' | 'environment-right' | 'environment-stale' | 'environment-absent'
  /** The agent without credentials (`agent.demo`). */
  readonly demo?: boolean
  /** The target learns that browsers reach it by TLS, as `webApp.behindTls` says. */
  readonly tls?: boolean
  /** Other credentials of an agent, which `agent.credentials` says how to give. */
  readonly others?: readonly ('environment' | 'workload-identity' | 'azure-cli')[]
  /** Changes to the environment, by the name of the variable; `null` removes. For names every target has (PORT…). */
  readonly env?: { readonly [name: string]: string | null }
  /** In force before the target starts. */
  readonly platform?: readonly PlatformStep[]
  /** The target's clock can be moved: it runs under libfaketime. */
  readonly clock?: boolean
  /**
   * `runs` (default): where it does not come up, the case cannot be judged. `starts`: that it comes up is what the case is
   * about. `fails`: it ends by itself, with a code that is not 0, before it is ready, and its output says so; the steps
   * then look at what it left, or start it again. `either`: it does that, or it starts and the steps are tried.
   */
  readonly expect?: 'runs' | 'fails' | 'starts' | 'either'
  /** What the output names where it does not start. */
  readonly output?: readonly Pattern[]
}

/** One requirement, tried by steps in order against a running target. */
export interface ClientCase {
  readonly kind: 'client'
  /** Semantic and permanent: `web-app.sign-in.state-missing`. */
  readonly id: string
  readonly title: string
  readonly requirement: Requirement
  readonly level: Level
  readonly severity: Severity
  readonly maker: Maker
  readonly tags?: readonly string[]
  /** What an attacker gains (or a user loses) where it is broken, one sentence. */
  readonly gains: string
  readonly system: System
  readonly needs?: readonly ClientNeed[]
  readonly start?: Start
  /**
   * `shared` (default): leaves nothing behind in the target but sessions of its own browsers; the cloud is put back by
   * itself. `fresh`: a cloud and a target of its own, for what SDKs remember (throttles after a fault, caches, time).
   */
  readonly isolation?: 'shared' | 'fresh'
  readonly steps: readonly ClientStep[]
  /** Where the automatic check of conduct must look away, with the reason. */
  readonly conduct?: {
    readonly allow: readonly (
      | 'undeclared-host'
      | 'secret-in-output'
      | 'token-in-page'
      | 'token-in-url'
      | 'retry-storm'
    )[]
    readonly because: string
  }
}
