import type { Server } from 'node:net'
import * as answers from './answers.ts'
import * as authorization from './authorize.ts'
import * as claims from './claims.ts'
import type { Denial } from './denial.ts'
import { parseStrictObject, type Members } from './json.ts'
import * as keys from './keys.ts'
import type { Access, Post, Route } from './routes.ts'
import type { Settings } from './settings.ts'
import * as tokens from './token.ts'

/** What every step may look at. */
export interface Context {
  readonly settings: Settings
  readonly keys: keys.KeyStore
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
  authenticate(request: Request, url: URL, context: Context): Promise<claims.Claims>
  readBearer(request: Request, url: URL): string | Promise<string>

  // The token's form
  parseToken(wire: string, context: Context): tokens.Token
  splitToken(wire: string): readonly [header: string, payload: string, signature: string]
  decodeSegment(segment: string): Uint8Array<ArrayBuffer>
  parseJson(bytes: Uint8Array): Members

  // Its header
  checkAlgorithm(token: tokens.Token): void
  checkType(token: tokens.Token): void
  checkCritical(token: tokens.Token): void
  checkOwnKey(token: tokens.Token): void

  // Its key and signature
  /** The tenant whose keys must have signed it; from the settings, or from the token where several are allowed. */
  tenantOf(claims: claims.Claims, context: Context): string
  checkTenantAllowed(tid: string, context: Pick<Context, 'settings' | 'steps'>): void
  findKey(token: tokens.Token, tenantId: string, context: Context): Promise<keys.Jwk>
  keySetUrl(tenantId: string): string
  fetchKeySet(url: string, context: Context): Promise<readonly keys.Jwk[]>
  usableKey(key: keys.Jwk): boolean
  refreshKeys(tenantId: string, context: Context): Promise<void>
  replaceKeys(old: readonly keys.Jwk[] | undefined, fetched: readonly keys.Jwk[]): readonly keys.Jwk[]
  afterFailedFetch(set: keys.KeySet): void
  isStale(set: keys.KeySet, context: Context): boolean
  mayRefetch(set: keys.KeySet, context: Context): boolean
  selectKey(set: keys.KeySet, kid: string): keys.Jwk | undefined
  checkKeyIssuer(key: keys.Jwk, tenantId: string): void
  verifySignature(token: tokens.Token, key: keys.Jwk, context: Context): Promise<void>

  // Its claims
  checkVersion(claims: claims.Claims): void
  checkIssuer(claims: claims.Claims, tenantId: string, context: Context): void
  checkTenant(claims: claims.Claims, tenantId: string): void
  checkAudience(claims: claims.Claims, context: Context): void
  checkExpiry(claims: claims.Claims, context: Context): void
  checkLifetime(claims: claims.Claims): void
  checkNotBefore(claims: claims.Claims, context: Context): void
  checkIssuedAt(claims: claims.Claims, context: Context): void
  checkKind(claims: claims.Claims): void
  checkClient(claims: claims.Claims, context: Context): void

  // What it allows
  callerKind(claims: claims.Claims): authorization.CallerKind
  scopesOf(claims: claims.Claims): readonly string[]
  rolesOf(claims: claims.Claims): readonly string[]
  authorize(claims: claims.Claims, access: Access, context: Context): void | Promise<void>
  checkContext(claims: claims.Claims, access: Access): void
  /** The key under which the caller's own records are kept. */
  identityOf(claims: claims.Claims): string
  mayChange(post: Post, identity: string, method: string): boolean

  // The answer
  challenge(denial: Denial, context: Context): string | undefined
  deny(denial: Denial, request: Request, context: Context): Response
  fail(error: unknown): Response
  addCors(request: Request, answer: Response, context: Context): void
  /** The last word on the answer. */
  finish(answer: Response, request: Request): Response
}

/** Takes a token through every check, cheapest first, and trusts nothing in it before the signature is verified. */
async function authenticate(request: Request, url: URL, context: Context): Promise<claims.Claims> {
  const { steps } = context
  const token = steps.parseToken(await steps.readBearer(request, url), context)
  steps.checkAlgorithm(token)
  steps.checkType(token)
  steps.checkCritical(token)
  steps.checkOwnKey(token)
  const tenantId = steps.tenantOf(token.claims, context)
  const key = await steps.findKey(token, tenantId, context)
  steps.checkKeyIssuer(key, tenantId)
  await steps.verifySignature(token, key, context)
  steps.checkVersion(token.claims)
  steps.checkIssuer(token.claims, tenantId, context)
  steps.checkTenant(token.claims, tenantId)
  steps.checkAudience(token.claims, context)
  steps.checkExpiry(token.claims, context)
  steps.checkLifetime(token.claims)
  steps.checkNotBefore(token.claims, context)
  steps.checkIssuedAt(token.claims, context)
  steps.checkKind(token.claims)
  steps.checkClient(token.claims, context)
  return token.claims
}

/** Every step as it should be. */
export const defaults: Steps = {
  preflight: answers.preflight,
  originAllowed: answers.originAllowed,
  methodOf: (request) => request.method,
  pathOf: (_, url) => url.pathname,
  accessOf: (route) => route.access,
  authenticate,
  readBearer: tokens.readBearer,
  parseToken: tokens.parseToken,
  splitToken: tokens.splitToken,
  decodeSegment: tokens.decodeSegment,
  parseJson: parseStrictObject,
  checkAlgorithm: tokens.checkAlgorithm,
  checkType: tokens.checkType,
  checkCritical: tokens.checkCritical,
  checkOwnKey: tokens.checkOwnKey,
  tenantOf: claims.tenantOf,
  checkTenantAllowed: claims.checkTenantAllowed,
  findKey: keys.findKey,
  keySetUrl: keys.keySetUrl,
  fetchKeySet: keys.fetchKeySet,
  usableKey: keys.usableKey,
  refreshKeys: keys.refreshKeys,
  replaceKeys: keys.replaceKeys,
  afterFailedFetch: keys.afterFailedFetch,
  isStale: keys.isStale,
  mayRefetch: keys.mayRefetch,
  selectKey: keys.selectKey,
  checkKeyIssuer: keys.checkKeyIssuer,
  verifySignature: keys.verifySignature,
  checkVersion: claims.checkVersion,
  checkIssuer: claims.checkIssuer,
  checkTenant: claims.checkTenant,
  checkAudience: claims.checkAudience,
  checkExpiry: claims.checkExpiry,
  checkLifetime: claims.checkLifetime,
  checkNotBefore: claims.checkNotBefore,
  checkIssuedAt: claims.checkIssuedAt,
  checkKind: claims.checkKind,
  checkClient: claims.checkClient,
  callerKind: authorization.callerKind,
  scopesOf: authorization.scopesOf,
  rolesOf: authorization.rolesOf,
  authorize: authorization.authorize,
  checkContext: authorization.checkContext,
  identityOf: authorization.identityOf,
  mayChange: (post, identity) => post.author === identity,
  challenge: answers.challenge,
  deny: answers.deny,
  fail: answers.fail,
  addCors: answers.addCors,
  finish: (answer) => answer,
}
