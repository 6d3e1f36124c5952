import { isJsonObject } from '../json.ts'
import type { DecodedToken } from '../verdict.ts'
import type { MintedToken } from './recipe.ts'

/** Deeper and longer things are cut for showing: nobody reads them, and a report must be able to write them. */
const shownDepth = 12
const shownLength = 1500

/** What can be read of a token, for showing. Verifies nothing, throws nothing. */
export function decode(wire: string): DecodedToken {
  const { header, claims, note } = read(wire)
  return {
    ...(header === undefined ? {} : { header: shown(header) }),
    ...(claims === undefined ? {} : { claims: shown(claims) }),
    ...(note === undefined ? {} : { note }),
  }
}

/** The same, uncut. */
export function read(wire: string): DecodedToken {
  const json = wire.startsWith('{') ? parse(wire) : parse(text(wire))
  if (isJsonObject(json) && typeof json['payload'] === 'string') {
    return { ...readPair(protectedOf(json), json['payload']), note: 'JSON serialisation' }
  }
  const segments = wire.split('.')
  if (segments.length === 5) {
    const header = parse(text(segments[0] ?? ''))
    if (isJsonObject(header) && 'enc' in header) return { header, note: 'encrypted: only its header can be read' }
  }
  const [header = '', payload = ''] = segments
  return readPair(header, payload)
}

function protectedOf(json: { readonly [name: string]: unknown }): string {
  const { signatures, protected: flattened } = json
  if (typeof flattened === 'string') return flattened
  const last: unknown = Array.isArray(signatures) ? signatures.at(-1) : undefined
  return isJsonObject(last) && typeof last['protected'] === 'string' ? last['protected'] : ''
}

function readPair(headerSegment: string, payloadSegment: string): DecodedToken {
  const header = parse(text(headerSegment))
  const claims = parse(text(payloadSegment))
  const unreadable = [...(header === undefined ? ['header'] : []), ...(claims === undefined ? ['claims'] : [])]
  return {
    ...(header === undefined ? {} : { header }),
    ...(claims === undefined ? {} : { claims }),
    ...(unreadable.length === 0 ? {} : { note: `${unreadable.join(' and ')} cannot be read` }),
  }
}

/**
 * Where two tokens differ: `header.alg`, `claims.aud`, `signature`; `header` or `claims` alone where they differ in
 * their writing only or cannot be read. `signature` is named when the signed text is the same, or when one of the two
 * has none: otherwise another signature follows from the other differences.
 */
export function difference(control: MintedToken, attack: MintedToken): string[] {
  if (control.wire === attack.wire) return []
  const ours = control.wire.split('.')
  const theirs = attack.wire.split('.')
  if (theirs.length !== 3 && theirs.length !== 2) return ['serialisation']
  const paths = [
    ...partDifference('header', ours[0] ?? '', theirs[0] ?? ''),
    ...partDifference('claims', ours[1] ?? '', theirs[1] ?? ''),
  ]
  const [signature = ''] = theirs.slice(2)
  const sameInput = ours[0] === theirs[0] && ours[1] === theirs[1]
  return sameInput || signature === '' || signature.length !== ours[2]?.length ? [...paths, 'signature'] : paths
}

function partDifference(part: 'header' | 'claims', control: string, attack: string): string[] {
  if (control === attack) return []
  const ours = parse(text(control))
  const theirs = parse(text(attack))
  if (!isJsonObject(ours) || !isJsonObject(theirs)) return [part]
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  const paths = [...names].filter((name) => !same(ours[name], theirs[name])).map((name) => `${part}.${name}`)
  return paths.length === 0 ? [part] : paths
}

function same(ours: unknown, theirs: unknown): boolean {
  return JSON.stringify(shown(ours)) === JSON.stringify(shown(theirs))
}

/** A segment as text; `undefined` when it is not UTF-8. Lenient about the alphabet: this is for reading. */
function text(segment: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(segment, 'base64url'))
  } catch {
    return undefined
  }
}

function parse(json: string | undefined): unknown {
  try {
    const parsed: unknown = JSON.parse(json ?? '')
    return parsed
  } catch {
    return undefined
  }
}

function shown(value: unknown, depth = shownDepth): unknown {
  if (typeof value === 'string') {
    return value.length > shownLength ? `${value.slice(0, shownLength)}… (${value.length} characters)` : value
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return '…'
  if (Array.isArray(value)) return value.map((item: unknown) => shown(item, depth - 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, unknown]) => [name, shown(item, depth - 1)]),
  )
}
