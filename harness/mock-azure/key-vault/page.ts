import type { Json, JsonObject } from '../../json.ts'
import { badParameter } from './errors.ts'

/** Entries of a page at most, and if the client does not say. */
const largestPage = 25

/**
 * One page of a list, with a `nextLink` for what is left. The skip token names the position; it is opaque to clients.
 * @throws {KeyVaultFailure} 400 for a page size or skip token that cannot be
 */
export function page(url: URL, entries: readonly JsonObject[]): JsonObject {
  const size = readInteger(url, 'maxresults', largestPage)
  if (size < 1 || size > largestPage) throw badParameter(`The maxresults must be between 1 and ${largestPage}.`)
  const from = readInteger(url, '$skiptoken', 0)
  const value: Json = entries.slice(from, from + size)
  if (from + size >= entries.length) return { value, nextLink: null }
  const next = new URL(url)
  next.searchParams.set('$skiptoken', String(from + size))
  return { value, nextLink: next.href }
}

function readInteger(url: URL, name: string, otherwise: number): number {
  const text = url.searchParams.get(name)
  if (text === null || text === '') return otherwise
  if (!/^\d{1,9}$/.test(text)) throw badParameter(`The ${name} is not valid.`)
  return Number(text)
}
