import { createHash } from 'node:crypto'

import { InternalError } from '../errors.ts'
import type { Json, JsonObject } from '../json.ts'
import type { SigningKey } from '../keys.ts'
import { fillTemplate } from '../variables.ts'
import { type KeyFacet, type KeyRef, keyFacets, type Value } from './recipe.ts'

/** What values of a recipe resolve against. */
export interface ValueScope {
  /** Seconds since the epoch. */
  readonly now: number
  readonly variables: Readonly<Record<string, string>>
  /** The clock tolerance the target declares. Default 300. */
  readonly clockToleranceSeconds?: number
  key(ref: KeyRef): SigningKey
}

/** A recipe's value as it goes into the token. */
export function resolveValue(value: Value, scope: ValueScope): Json {
  if (typeof value === 'string') return resolveText(value, scope)
  if (value === null || typeof value !== 'object') return value
  if (isArray(value)) return value.map((item) => resolveValue(item, scope))
  const { $now, $tolerance, $nowMs, $key, as } = value
  if (typeof $now === 'number') return scope.now + $now + toleranceTimes($tolerance, scope)
  if (typeof $nowMs === 'number') return scope.now * 1000 + $nowMs
  if (typeof $key === 'string') return facet(scope.key(asKeyRef($key)), asFacet(as))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveValue(item, scope)]))
}

function toleranceTimes(times: Json | undefined, { clockToleranceSeconds = 300 }: ValueScope): number {
  return typeof times === 'number' ? times * clockToleranceSeconds : 0
}

/**
 * Fills `${name}`. What does not look like the name of a variable stays as it is: `${7*7}` is an attack, not a mistake.
 * @throws {InternalError} for a name that is not a variable
 */
export function resolveText(text: string, scope: Pick<ValueScope, 'variables'>): string {
  return fillTemplate(text, scope.variables, (name) => {
    if (!/^[a-zA-Z]\w*$/.test(name)) return `\${${name}}`
    throw new InternalError(
      'RECIPE_UNKNOWN_VARIABLE',
      `A token recipe names \${${name}}, which is not a variable.`,
      'Correct the recipe, or add the variable to harness/variables.ts.',
    )
  })
}

/** The certificate's thumbprint as `x5t` (SHA-1) and `x5t#S256` write it. */
function thumbprint(key: SigningKey, hash: 'sha1' | 'sha256'): string {
  return createHash(hash).update(key.certificate).digest('base64url')
}

function facet(key: SigningKey, name: KeyFacet): Json {
  switch (name) {
    case 'jwk':
      return key.publicJwk
    case 'kid':
      return key.kid
    case 'certificate':
      return key.publicJwk.x5c[0]
    case 'x5t':
      return thumbprint(key, 'sha1')
    case 'x5t#S256':
      return thumbprint(key, 'sha256')
    case 'jwks-data-url':
      return `data:application/json,${encodeURIComponent(JSON.stringify({ keys: [key.publicJwk] }))}`
  }
}

const keyRefs = [
  'tenant',
  'tenant-second',
  'tenant-next',
  'listed-tenant',
  'other-tenant',
  'consumers',
  'outsider',
] as const

function asKeyRef(name: string): KeyRef {
  return keyRefs.find((ref) => ref === name) ?? unknownMember('$key', name)
}

function asFacet(name: Json | undefined): KeyFacet {
  return keyFacets.find((known) => known === name) ?? unknownMember('as', JSON.stringify(name))
}

function unknownMember(member: string, value: string): never {
  const message = `A token recipe has "${member}": ${value}, which is not known.`
  throw new InternalError('RECIPE_INVALID', message, 'Correct the recipe: see harness/tokens/recipe.ts.')
}

function isArray(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value)
}
