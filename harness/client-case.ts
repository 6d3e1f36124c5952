import type { Level, Maker, Severity } from './case.ts'
import type { ActionName, CredentialKind, PageName, Pattern, System } from './client/names.ts'
import type { PlatformStep } from './client/platform-step.ts'
import type {
  BurstStep,
  EndedStep,
  LedgerStep,
  MarkStep,
  OutputStep,
  ReachStep,
  RestartStep,
  SignInStep,
  VisitStep,
  WaitStep,
} from './client/steps.ts'
import type { TargetSource } from './mock-command/identity-source.ts'
import type { Requirement } from './verdict.ts'

export * from './client/names.ts'
export type * from './client/platform-step.ts'
export type * from './client/steps.ts'

/**
 * What the target must have for a case to concern it, besides its `system`, `start.credential`, `start.source` and
 * `start.client`. One that is not met makes the case not applicable, with the need's own sentence as the reason.
 */
export type ClientNeed =
  | `page.${PageName}`
  | `action.${ActionName}`
  | `credential.${CredentialKind}`
  | `source.${Exclude<TargetSource, 'none'>}`
  /** The web app (or agent) has a policy or a facility that not all have. */
  | 'return-parameter' // webApp.returnParameter
  | 'behind-tls' // webApp.behindTls
  | 'form-post' // webApp.responseMode: form_post
  | 'query-response' // webApp.responseMode: query
  | 'pkce' // webApp.pkce
  | 'session-lifetime' // webApp.session.lifetimeSeconds
  | 'hour-long-session' // not declared to end within an hour
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
  | 'tls' // broker.tls
  | 'client' // broker.client
  | 'other-address' // this machine has another loopback address, 127.0.0.2 (Linux)
  | 'api' // an API: `protected` can be visited with a token
  | 'key-vault' // a keyVault section
  | 'key-vault-fail' // keyVault.onFailure: fail
  | 'key-vault-environment' // keyVault.onFailure: environment
  | 'fresh-target' // the target can be started more than once
  | 'clock' // the target's wall clock can be moved (libfaketime is installed)

export type ClientStep =
  | VisitStep
  | SignInStep
  | BurstStep
  | LedgerStep
  | MarkStep
  | OutputStep
  | ReachStep
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
  readonly source?: TargetSource
  /** Key Vault: `off` (default), or how the environment is beside it. */
  readonly vault?: 'off' | 'environment-right' | 'environment-stale' | 'environment-absent'
  /** The agent without credentials (`agent.demo`). */
  readonly demo?: boolean
  /** The target learns that browsers reach it by TLS, as `webApp.behindTls` says; a broker speaks it itself (`broker.tls`). */
  readonly tls?: boolean
  /**
   * The target is the program that uses the broker (`broker.client`); the broker is started before it, with its own
   * identity, and is reached through the cloud, whose ledger and faults have it as `token-broker`. `other-secret`: the
   * broker knows its callers by another secret than this one has.
   */
  readonly client?: 'known' | 'other-secret'
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

/**
 * One requirement, tried by steps in order against a running target: data alone, so that it can be listed, printed and
 * replayed. Every string in it may hold `${variable}` (`clientVariableDocs`, and what earlier steps captured). How to
 * write one: docs/client-cases.md.
 */
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
   * itself. `fresh`: a cloud and a target of its own, for what SDKs remember (throttles after a fault, caches, time);
   * with `start.client` always.
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
