import { fillTemplate } from '../variables.ts'

/** A step with the variables filled in, however deep they stand, names of members too. What nobody knows stays as it is. */
export function fill<T>(value: T, variables: Readonly<Record<string, string>>): T
export function fill(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return fillTemplate(value, variables)
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, variables))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      fillTemplate(name, variables),
      fill(member, variables),
    ]),
  )
}
