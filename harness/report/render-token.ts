import type { DecodedToken, Finding } from '../verdict.ts'

/** One place in a token, in the valid one and in the one that was sent. `undefined`: not there. */
export interface TokenDifference {
  /** For example `claims.aud`. */
  readonly path: string
  readonly control: string | undefined
  readonly attack: string | undefined
  readonly differs: boolean
}

type Pair = Pick<Finding, 'token' | 'controlToken' | 'difference'>

/** The places that differ, in the order the finding names them. */
export function differencesOf(pair: Pair): readonly TokenDifference[] {
  return pair.difference.map((path) => ({ ...valuesAt(pair, path), differs: true }))
}

/**
 * Every member of both tokens' headers and claims, header first, those that differ marked. Parts that are not objects
 * are one row.
 */
export function membersOf(pair: Pair): readonly TokenDifference[] {
  const paths = (['header', 'claims'] as const).flatMap((part) => {
    const names = new Set([...namesOf(pair.controlToken?.[part]), ...namesOf(pair.token?.[part])])
    const whole = [pair.controlToken?.[part], pair.token?.[part]].some(
      (value) => value !== undefined && !isObject(value),
    )
    return whole ? [part] : [...names].map((name) => `${part}.${name}`)
  })
  const rows = paths.map((path) => {
    const values = valuesAt(pair, path)
    return { ...values, differs: values.control !== values.attack }
  })
  const others = pair.difference.filter((path) => !paths.includes(path))
  return [...rows, ...differencesOf({ ...pair, difference: others })]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const namesOf = (part: unknown): readonly string[] => (isObject(part) ? Object.keys(part) : [])

function valuesAt({ token, controlToken }: Pair, path: string): Omit<TokenDifference, 'differs'> {
  return { path, control: show(controlToken, path), attack: show(token, path) }
}

/** The value at `header.x`, `claims.x` (names may hold dots themselves) or a deeper `claims.x.y`, as JSON. */
function show(token: DecodedToken | undefined, path: string): string | undefined {
  const [part, ...rest] = path.split('.')
  if (part !== 'header' && part !== 'claims') return undefined
  const value = rest.length === 0 ? token?.[part] : find(token?.[part], rest.join('.'))
  return value === undefined ? undefined : `${JSON.stringify(value)}${asDate(path, value)}`
}

function find(value: unknown, path: string): unknown {
  if (!isObject(value)) return undefined
  if (Object.hasOwn(value, path)) return value[path]
  const dot = path.indexOf('.')
  const name = path.slice(0, dot)
  return dot > 0 && Object.hasOwn(value, name) ? find(value[name], path.slice(dot + 1)) : undefined
}

const times = ['claims.exp', 'claims.nbf', 'claims.iat', 'claims.auth_time']
/** Seconds that a date can be made of (to the year 9999). */
const lastSecond = 253_402_300_799

function asDate(path: string, value: unknown): string {
  if (!times.includes(path) || typeof value !== 'number' || value < 0 || value > lastSecond) return ''
  return ` (${new Date(value * 1000).toISOString().replace('.000Z', 'Z')})`
}
