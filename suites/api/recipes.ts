import type { DenialCode, Expectation } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { Mutation, TokenRecipe } from '../../harness/tokens/recipe.ts'

/** A user's valid token, or, in a case that is about any caller, the API's own kind of caller. */
export const valid: TokenRecipe = { baseline: 'delegated' }
/** An application's valid token, without a user. */
export const validAppOnly: TokenRecipe = { baseline: 'app-only' }

/** The valid token with these changes. */
export function changed(...mutations: readonly Mutation[]): TokenRecipe {
  return { ...valid, mutations }
}

/** The valid token with these claims set. */
export function claims(values: { readonly [name: string]: Json }): TokenRecipe {
  return changed({ op: 'set', part: 'claims', values })
}

/** The valid token without these claims. */
export function without(...names: readonly string[]): TokenRecipe {
  return changed({ op: 'remove', part: 'claims', names })
}

/** The same recipe for an application's token. */
export function asAppOnly(recipe: TokenRecipe): TokenRecipe {
  return { ...recipe, baseline: 'app-only' }
}

/** The same recipe in one token version, whatever the target's first one is. */
export function inVersion(version: '1.0' | '2.0', recipe: TokenRecipe): TokenRecipe {
  return { ...recipe, version }
}

export const accepted: Expectation = { outcome: 'accepted' }
/** Accepted or denied, as long as nothing breaks. */
export const unharmed: Expectation = { outcome: 'unharmed' }

/** Denied with one of these RFC 6750 codes; the first is the standard's. */
export function denied(...as: readonly [DenialCode, ...DenialCode[]]): Expectation {
  return { outcome: 'denied', as }
}

/** 401 `error="invalid_token"`. */
export const invalidToken = denied('invalid_token')
/** 401 with a bare challenge: the request carries no credentials the API knows. */
export const noCredentials = denied('none')
/** As good as none: the credentials are in the wrong place or of an unknown kind. Whether a code says so is a matter of taste. */
export const notCredentials = denied('none', 'invalid_request', 'invalid_token')
/** 403 `error="insufficient_scope"`. */
export const insufficientScope = denied('insufficient_scope')
/** 400 `error="invalid_request"`, or a 401. */
export const invalidRequest = denied('invalid_request', 'invalid_token', 'none')
/** 401 `error="invalid_token"`, or a 400 where already the field does not parse as a bearer token. */
export const invalidTokenOrRequest = denied('invalid_token', 'invalid_request', 'none')
/** Larger than some server's limit, so that its answer may come before the API's. */
export const invalidOrTooLarge: Expectation = { outcome: 'status', anyOf: [400, 401, 413, 431] }
/** The token is not for this API at all (401) or gives no permission in it (403): both are common and right. */
export const invalidOrForbidden = denied('invalid_token', 'insufficient_scope')
/** The token gives no permission for this (403), or is refused altogether (401). */
export const forbiddenOrInvalid = denied('insufficient_scope', 'invalid_token')
