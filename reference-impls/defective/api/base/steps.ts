import * as answers from './answers.ts'
import * as authorization from './authorize.ts'
import * as claims from './claims.ts'
import type { Claims, Context, Steps } from './contract.ts'
import { parseStrictObject } from './json.ts'
import * as keys from './keys.ts'
import * as tokens from './token.ts'

/** Takes a token through every check, cheapest first, and trusts nothing in it before the signature is verified. */
async function authenticate(request: Request, url: URL, context: Context): Promise<Claims> {
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
