/**
 * One scope as a credential takes it: a resource and `/.default`. A resource is an https or api URI, or the client ID of
 * an application.
 */
export function isScope(text: string): boolean {
  return (
    text.length <= 256 &&
    /^(?:(?:https|api):\/\/[a-z\d][\w.:/-]*|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/\.default$/i.test(text)
  )
}

export type ScopeVerdict =
  | { readonly kind: 'allowed'; readonly scope: string }
  | { readonly kind: 'missing' | 'malformed' | 'not-allowed' }

/** Whether a caller may have a token for it. The list holds whole scopes; nothing is completed or cut off. */
export type ScopePolicy = (asked: readonly string[]) => ScopeVerdict

/** @param allowed as the settings have them */
export function scopePolicy(allowed: ReadonlySet<string>): ScopePolicy {
  return ([scope, ...more]) => {
    if (scope === undefined || scope === '') return { kind: 'missing' }
    if (more.length > 0 || !isScope(scope)) return { kind: 'malformed' }
    return allowed.has(scope) ? { kind: 'allowed', scope } : { kind: 'not-allowed' }
  }
}
