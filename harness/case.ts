import type { ApiConfig } from './config/api-schema.ts'
import type { JsonObject } from './json.ts'
import type { FaultAction, Endpoint } from './mock-azure/contract.ts'
import type { KeyRef, TokenRecipe } from './tokens/recipe.ts'
import type { levels, makers, Requirement, severities } from './verdict.ts'

export type Maker = (typeof makers)[number]
export type Level = (typeof levels)[number]
export type Severity = (typeof severities)[number]

/**
 * What the target must have for a case to concern it. A need that is not met makes the case not applicable, with the
 * need's own sentence as the reason (`harness/needs.ts`).
 */
export type Need =
  | 'protected-route' // any route that wants a token
  | 'delegated-route'
  | 'delegated-only-route' // accepts delegated tokens and no app-only ones
  | 'app-only-route'
  | 'app-only-only-route' // accepts app-only tokens and no delegated ones
  | 'anonymous-route'
  | 'scoped-route' // names at least one scope
  | 'role-route' // names roles a user must have
  | 'app-role-route' // names app roles an application must have
  | 'unsafe-route' // POST, PUT, PATCH or DELETE with a body and a read-back
  | 'owned-resource' // a resource with author-only change
  | 'identity-route' // answers with the caller's own record
  | 'v1-tokens'
  | 'v2-tokens'
  | 'both-versions'
  | 'single-tenant'
  | 'multi-tenant'
  | 'any-tenant' // multi-tenant without a list
  | 'tenant-allow-list'
  | 'client-allow-list'
  | 'confidential-clients-only'
  | 'cors' // names its origins: no `*`
  | 'claims-challenge'
  | 'raw-socket' // the target listens: not a module without a socket
  | 'short-key-cache' // honours a retired key for 10 s at most, so that a case can wait for it
  | 'keys-aged-by-wall-clock' // the age of its keys can be changed by moving its clock
  | 'signing-keys-fetched' // the target fetches keys from the platform (not pinned)
  | 'fresh-target' // the target can be started more than once
  | 'clock' // the target's wall clock can be moved: a process, where libfaketime is installed

/** Which of the manifest's routes a request goes to. */
export type RouteRef =
  | 'protected' // the first that accepts the token's kind: the default
  | 'anonymous'
  | 'delegated'
  | 'delegated-only'
  | 'app-only'
  | 'app-only-only'
  | 'scoped'
  | 'role'
  | 'app-role'
  | 'unsafe'
  | 'identity'
  | 'claims-challenge'
  | 'resource.create'
  | 'resource.read'
  | 'resource.list'
  | 'resource.update'
  | 'resource.delete'

/**
 * How a request differs from the plain one (`Authorization: Bearer <token>` on the route). Strings may hold the
 * variables, those of `caseVariableDocs` (`${token}`, `${control}`, `${path}`, `${scope}`…) and what earlier steps
 * captured.
 */
export interface RequestRecipe {
  readonly route?: RouteRef
  readonly method?: string
  /** For example `${path}/` or `//${path}`. */
  readonly path?: string
  /** Without the question mark. */
  readonly query?: string
  /** Replaces the default `Authorization` header; `[]` sends none. */
  readonly authorization?: readonly string[]
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** Sets the content type too, unless `headers` does. Default: the route's declared body. */
  readonly body?: { readonly type: string; readonly text: string }
  /** Byte for byte over a bare socket. */
  readonly raw?: boolean
}

/** How a denial is told apart by RFC 6750: the `error` code, or `none` for a bare challenge. */
export type DenialCode = 'invalid_token' | 'insufficient_scope' | 'insufficient_claims' | 'invalid_request' | 'none'

/** What the target's manifest declares for `policy` expectations. */
export type PolicyName = keyof ApiConfig['policies']

export type Expectation =
  /** 2xx. */
  | { readonly outcome: 'accepted' }
  /** No 2xx; the first code is the standard's, the others are tolerated without a warning. */
  | { readonly outcome: 'denied'; readonly as: readonly [DenialCode, ...DenialCode[]] }
  /** The manifest decides; where it says nothing, both are right. Never a 5xx, a hang or an echo. */
  | { readonly outcome: 'policy'; readonly policy: PolicyName; readonly as: readonly [DenialCode, ...DenialCode[]] }
  /** Anything but a 5xx, a hang, a crash or protected data (used where a 404 or 405 is as good as a 401). */
  | { readonly outcome: 'no-data' }
  /** No 2xx; a 5xx is as good as a 401 (a 503 is honest while the keys cannot be had). Never a hang or an echo. */
  | { readonly outcome: 'refused' }
  /** Any answer, 2xx and 5xx included: only a hang, a crash or an echo is wrong. */
  | { readonly outcome: 'answered' }
  /** Accepted or denied, as long as nothing breaks. */
  | { readonly outcome: 'unharmed' }
  /** Answers with one of these statuses. */
  | { readonly outcome: 'status'; readonly anyOf: readonly number[] }

/**
 * A bound on what the target itself asked of the platform: while the exchange ran, or since the scenario's previous
 * `ledger` step (the first counts from the scenario's beginning, after the target was ready). Several endpoints are
 * counted together.
 */
export interface LedgerBound {
  readonly endpoint: Endpoint | readonly Endpoint[]
  /** `refetch-budget`: the manifest's `signingKeys.maxRefetchesPerBurst`. */
  readonly atMost: number | 'refetch-budget'
  readonly atLeast?: number
  /** For the finding: what a broken bound means. */
  readonly because: string
}

interface CaseFacts {
  /** Semantic and permanent, for example `api.audience.other-api`. */
  readonly id: string
  readonly title: string
  readonly requirement: Requirement
  readonly level: Level
  readonly severity: Severity
  readonly maker: Maker
  readonly needs: readonly Need[]
  readonly tags?: readonly string[]
  /** What an attacker gains where it is broken, one sentence. */
  readonly gains: string
}

/** One token, one request, one expectation; its control is the same request with the unchanged baseline. */
export interface ExchangeCase extends CaseFacts {
  readonly kind: 'exchange'
  /** Without it the request carries no token, unless its recipe places `${control}` somewhere. */
  readonly token?: TokenRecipe
  readonly request?: RequestRecipe
  readonly expect: Expectation
  readonly ledger?: readonly LedgerBound[]
  /** Default: `token`'s baseline unchanged, on the same route. */
  readonly control?: { readonly token?: TokenRecipe; readonly request?: RequestRecipe }
  /** Extra text that must not come back in the answer, besides the canary claims. */
  readonly mustNotEcho?: readonly string[]
  /** Text the answer must hold (for example what a matched pair's other answer shows). */
  readonly answer?: AnswerExpectation
}

/** What an answer must look like beyond its outcome. */
export interface AnswerExpectation {
  readonly contains?: readonly string[]
  /** Texts or regular expressions (`/…/i`) that must not occur in the body or in a header, as `name: value`. */
  readonly lacks?: readonly string[]
  /** Header name (lower case) to exact value or `/regex/`; `null`: absent. */
  readonly headers?: { readonly [name: string]: string | null }
  /** Header name (lower case) to a text or `/regex/` that none of its values holds; it may be absent. */
  readonly lacksHeaders?: { readonly [name: string]: string }
}

export type Step =
  | {
      readonly do: 'send'
      /** Also the mark its write leaves: `${canary}` in a declared body becomes `<canary>-<label>`. */
      readonly label: string
      /** Default: the valid token of the route's caller. `null`: none. */
      readonly token?: TokenRecipe | null
      /** Sends the very token of the last step with that label once more; `token` says for which kind of caller. */
      readonly again?: string
      readonly request?: RequestRecipe
      readonly expect: Expectation
      /** Default 1. */
      readonly times?: number
      /** Send them all at once. Default false. */
      readonly concurrent?: boolean
      /** Each repetition gets another `${n}` (from 1), also inside the token recipe. */
      readonly answer?: AnswerExpectation
      /**
       * Keeps a JSON member of the answer for later templates: variable name to JSON pointer, or to `$identity` (the
       * pointer the manifest gives for the route) or `$id` (the one of its resource). `id` fills `{id}` in paths.
       */
      readonly capture?: { readonly [variable: string]: string }
      /** A control: if it is not met the case is inconclusive, not failed. Default false. */
      readonly control?: boolean
      /**
       * Try again until met, at most so long (milliseconds); for recoveries. `refetch-cooldown` and `key-cache-age`
       * are the manifest's `signingKeys.refetchCooldownSeconds` and `maxAgeSeconds`, plus two seconds.
       */
      readonly withinMs?: number | 'refetch-cooldown' | 'key-cache-age'
    }
  | {
      readonly do: 'fault'
      readonly endpoint: Endpoint | readonly Endpoint[]
      readonly calls?: { readonly from: number; readonly to: number }
      readonly action: FaultAction
    }
  | { readonly do: 'clear-faults' }
  /** Publishes a new key and signs with it; recipes' key `tenant` then means the new one, `tenant-second` the old. */
  | { readonly do: 'rollover' }
  | { readonly do: 'retire'; readonly key: KeyRef }
  | PublishStep
  /**
   * Moves the wall clocks of the cloud and of the target. Takes the need `clock` and a `fresh` target. `key-cache-age` is
   * the manifest's `signingKeys.maxAgeSeconds`, plus two seconds.
   */
  | { readonly do: 'clock'; readonly seconds: number | 'key-cache-age' }
  | ({ readonly do: 'ledger' } & LedgerBound)

/**
 * Adds an entry to the home tenant's key sets (v1 and v2) that Entra would not publish there. It never signs by
 * itself. What the sets hold besides stays as it is when the step runs: no rollover or retirement after it.
 */
export interface PublishStep {
  readonly do: 'publish'
  /** Whose public JWK it is, without `issuer`; absent: `jwk` is the whole entry. */
  readonly key?: KeyRef
  /** Members added or replaced; `null` removes one. Strings may hold variables. */
  readonly jwk?: JsonObject
  /** Gives the entry this key's `kid` and `x5t`. */
  readonly kidOf?: KeyRef
  /** Before or after the genuine keys. */
  readonly position: 'first' | 'last'
}

/** Several requests in order against one world. */
export interface ScenarioCase extends CaseFacts {
  readonly kind: 'scenario'
  /**
   * `fresh`: a target of its own, started after `before` is in force (for cold-start cases), and a tenant of its own.
   * `shared`: leaves no state behind. With a `before`, it shares a target with the cases that have an equal `before`.
   */
  readonly isolation: 'fresh' | 'shared'
  /** In force before the target starts. */
  readonly before?: readonly Extract<Step, { do: 'fault' | 'retire' | 'rollover' | 'publish' }>[]
  readonly steps: readonly Step[]
}

/** What only the manifest can spell out (every route × every role): a named probe with its parameters. */
export interface ProbeCase extends CaseFacts {
  readonly kind: 'probe'
  /** A name of `probeDocs` (`suites/api/probes.ts`), which says what it does and what `with` means to it. */
  readonly probe: string
  readonly with?: JsonObject
}

export type Case = ExchangeCase | ScenarioCase | ProbeCase
