import { createMiddleware } from 'hono/factory'

import type { Config } from '../config.ts'
import { bearerToken } from './bearer.ts'
import type { Caller } from './caller.ts'
import { Refusal, StepUpRequired } from './errors.ts'
import type { ValidateToken } from './validate-token.ts'

/** Handlers behind `authenticate` find the caller in `c.var.caller`. */
export interface AuthEnv {
  Variables: { caller: Caller }
}

/** What a route asks of its callers. A kind that is left out is refused. */
export interface AccessRule {
  /** Users need the API's scope and, if any are named, one of these app roles. */
  readonly users?: { readonly roles: readonly string[] }
  /** Clients without a user need one of these app roles. */
  readonly apps?: { readonly roles: readonly string[] }
}

/** Lets a request pass if its token is valid and its client may call this API at all. */
export function authenticate(
  validate: ValidateToken,
  rules: Pick<Config, 'allowedClients' | 'confidentialClientsOnly'>,
) {
  return createMiddleware<AuthEnv>(async (c, next) => {
    const caller = await validate(bearerToken(c.req.raw))
    if (rules.allowedClients.length > 0 && !rules.allowedClients.includes(caller.clientId)) {
      throw new Refusal('insufficient-scope', 'the client is not on the list')
    }
    if (rules.confidentialClientsOnly && !caller.confidentialClient) {
      throw new Refusal('insufficient-scope', 'a public client')
    }
    c.set('caller', caller)
    await next()
  })
}

/** Makes a route's guard. It stands behind `authenticate`: without a caller nobody passes. */
export type Allow = ReturnType<typeof routeGuard>

/** @param scope the delegated permission every user's call needs. */
export function routeGuard(scope: string) {
  return (rule: AccessRule) =>
    createMiddleware<AuthEnv>(async (c, next) => {
      if (!mayPass(c.var.caller, rule, scope)) throw new Refusal('insufficient-scope', 'scope or role')
      await next()
    })
}

/** Callers must have satisfied an authentication context (the `acrs` claim). @param acrs Undefined: none. */
export function stepUp(acrs: string | undefined) {
  return createMiddleware<AuthEnv>(async (c, next) => {
    if (acrs !== undefined && !c.var.caller.acrs.includes(acrs)) throw new StepUpRequired(acrs)
    await next()
  })
}

function mayPass(caller: Caller, rule: AccessRule, scope: string): boolean {
  if (caller.kind === 'app-only') return rule.apps !== undefined && hasOne(caller.roles, rule.apps.roles, false)
  return rule.users !== undefined && caller.scopes.includes(scope) && hasOne(caller.roles, rule.users.roles, true)
}

/** @param ifNoneNamed the result when the rule names no role. */
function hasOne(held: readonly string[], named: readonly string[], ifNoneNamed: boolean): boolean {
  return named.length === 0 ? ifNoneNamed : named.some((role) => held.includes(role))
}
