import type { Server } from 'node:net'
import type { Denial } from './denial.ts'
import type { Members } from './json.ts'
import type { Settings } from './settings.ts'

/** A token taken apart; nothing in it is verified yet. */
export interface Token {
  readonly wire: string
  readonly header: Members
  readonly claims: Claims
  /** What the signature covers: the first two segments with their dot. */
  readonly signed: string
  readonly signature: Uint8Array<ArrayBuffer>
}

export type Claims = Members

/** A published key as the key set holds it. */
export type Jwk = Members & { readonly kid: string }

/** What is remembered of one tenant's key set. Times are milliseconds since the epoch. */
export interface KeySet {
  keys: readonly Jwk[] | undefined
  fetchedAt: number
  failedAt: number
  unknownKidAt: number
  fetching: Promise<void> | undefined
}

export interface KeyStore {
  of(tenantId: string): KeySet
}

export type CallerKind = 'user' | 'app'

/** What a caller needs. `scopes` lets users in, `appRoles` applications; a role is needed besides the scope. */
export interface Access {
  readonly scopes?: readonly string[]
  readonly roles?: readonly string[]
  readonly appRoles?: readonly string[]
  /** Authentication context the token must carry. */
  readonly acrs?: string
}

/** One authorized request. */
export interface Call {
  readonly request: Request
  readonly url: URL
  readonly claims: Claims
  /** `{id}` of the path, or empty. */
  readonly id: string
  readonly store: Store
  readonly context: Context
}

export interface Route {
  readonly method: string
  readonly path: string
  readonly access: 'anonymous' | Access
  readonly handle: (call: Call) => Response | Promise<Response>
}

export interface Post {
  readonly id: string
  readonly author: string
  readonly title: string
  readonly content: string
}

/** All data of one instance. */
export interface Store {
  readonly tasks: { readonly id: string; readonly title: string }[]
  readonly posts: Map<string, Post>
  readonly profiles: Map<string, Members>
}

/** What every step may look at. */
export interface Context {
  readonly settings: Settings
  readonly keys: KeyStore
  readonly steps: Steps
}

/** Gives a server, not yet listening, that answers by way of `handle`. */
export type CreateServer = (handle: (request: Request) => Promise<Response>) => Server

/**
 * The API, taken apart: a defective one replaces a step and leaves the rest. A step that refuses throws a `Denial`.
 * In the order in which a request meets them.
 */
export interface Steps {
  /** Only where the defect lies in how HTTP itself is spoken. Default: node:http, as the host has it. */
  readonly createServer?: CreateServer

  // The request
  /** The answer to a CORS preflight; undefined for any other request. */
  preflight(request: Request, context: Context): Response | undefined
  originAllowed(origin: string, allowed: readonly string[]): boolean
  /** The method that counts. */
  methodOf(request: Request): string
  /** The path that counts. */
  pathOf(request: Request, url: URL): string
  /** Who may call the route. */
  accessOf(route: Route): Route['access']
  /** The verified claims of the caller. */
  authenticate(request: Request, url: URL, context: Context): Promise<Claims>
  readBearer(request: Request, url: URL): string | Promise<string>

  // The token's form
  parseToken(wire: string, context: Context): Token
  splitToken(wire: string): readonly [header: string, payload: string, signature: string]
  decodeSegment(segment: string): Uint8Array<ArrayBuffer>
  parseJson(bytes: Uint8Array): Members

  // Its header
  checkAlgorithm(token: Token): void
  checkType(token: Token): void
  checkCritical(token: Token): void
  checkOwnKey(token: Token): void

  // Its key and signature
  /** The tenant whose keys must have signed it; from the settings, or from the token where several are allowed. */
  tenantOf(claims: Claims, context: Context): string
  checkTenantAllowed(tid: string, context: Pick<Context, 'settings' | 'steps'>): void
  findKey(token: Token, tenantId: string, context: Context): Promise<Jwk>
  keySetUrl(tenantId: string): string
  fetchKeySet(url: string, context: Context): Promise<readonly Jwk[]>
  usableKey(key: Jwk): boolean
  refreshKeys(tenantId: string, context: Context): Promise<void>
  replaceKeys(old: readonly Jwk[] | undefined, fetched: readonly Jwk[]): readonly Jwk[]
  afterFailedFetch(set: KeySet): void
  isStale(set: KeySet, context: Context): boolean
  mayRefetch(set: KeySet, context: Context): boolean
  selectKey(set: KeySet, kid: string): Jwk | undefined
  checkKeyIssuer(key: Jwk, tenantId: string): void
  verifySignature(token: Token, key: Jwk, context: Context): Promise<void>

  // Its claims
  checkVersion(claims: Claims): void
  checkIssuer(claims: Claims, tenantId: string, context: Context): void
  checkTenant(claims: Claims, tenantId: string): void
  checkAudience(claims: Claims, context: Context): void
  checkExpiry(claims: Claims, context: Context): void
  checkLifetime(claims: Claims): void
  checkNotBefore(claims: Claims, context: Context): void
  checkIssuedAt(claims: Claims, context: Context): void
  checkKind(claims: Claims): void
  checkClient(claims: Claims, context: Context): void

  // What it allows
  callerKind(claims: Claims): CallerKind
  scopesOf(claims: Claims): readonly string[]
  rolesOf(claims: Claims): readonly string[]
  authorize(claims: Claims, access: Access, context: Context): void | Promise<void>
  checkContext(claims: Claims, access: Access): void
  /** The key under which the caller's own records are kept. */
  identityOf(claims: Claims): string
  mayChange(post: Post, identity: string, method: string): boolean

  // The answer
  challenge(denial: Denial, context: Context): string | undefined
  deny(denial: Denial, request: Request, context: Context): Response
  fail(error: unknown): Response
  addCors(request: Request, answer: Response, context: Context): void
  /** The last word on the answer. */
  finish(answer: Response, request: Request): Response
}
