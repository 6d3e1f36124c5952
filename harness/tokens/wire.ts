import { base64url } from 'jose'

import { InternalError } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { encrypt } from './encrypt.ts'
import type { Mutation, Segment } from './recipe.ts'
import { polyglot, serialise } from './serialise.ts'
import { rsaSign } from './signing.ts'
import { resolveText, resolveValue, type ValueScope } from './values.ts'

/** Mutations of the finished token's text. */
export type WireMutation = Extract<
  Mutation,
  {
    readonly op:
      | 'signature'
      | 'swap-payload'
      | 'swap-header'
      | 'segments'
      | 'segment'
      | 'serialise'
      | 'polyglot'
      | 'wrap'
      | 'encrypt'
      | 'replace'
      | 'append'
      | 'prepend'
  }
>

const wireOps: ReadonlySet<string> = new Set<WireMutation['op']>([
  'signature',
  'swap-payload',
  'swap-header',
  'segments',
  'segment',
  'serialise',
  'polyglot',
  'wrap',
  'encrypt',
  'replace',
  'append',
  'prepend',
])

export function isWireMutation(mutation: Mutation): mutation is WireMutation {
  return wireOps.has(mutation.op)
}

export interface WireTools {
  readonly scope: ValueScope
  /** The public JWK tokens for the API are encrypted with. */
  readonly apiEncryptionKey: JsonObject
  /** The signature segment for `header.payload`, by the key that signed the token. */
  sign(input: string): Promise<string>
  /** A genuine token of the same identity with another `uti`. */
  anotherToken(): Promise<string>
}

/** The token's text with one mutation applied. */
export async function mutateWire(wire: string, mutation: WireMutation, tools: WireTools): Promise<string> {
  switch (mutation.op) {
    case 'signature':
      return changeSignature(wire, mutation.change, tools)
    case 'swap-payload':
      return replaceSegment(wire, 'payload', (segment) => withValues(segment, mutation.values, tools.scope))
    case 'swap-header':
      return replaceSegment(wire, 'header', (segment) => withValues(segment, mutation.values, tools.scope))
    case 'segments':
      return countSegments(wire, mutation.count)
    case 'segment':
      return changeSegment(wire, mutation, tools)
    case 'serialise':
      return serialise(wire, mutation.as)
    case 'polyglot':
      return polyglot(wire, withValues(segmentsOf(wire).payload, mutation.values, tools.scope))
    case 'wrap':
      return wrap(wire, mutation, tools.scope)
    case 'encrypt':
      return encrypt(wire, mutation, tools)
    case 'replace':
      return resolveText(mutation.text, { variables: { ...tools.scope.variables, wire } })
    case 'append':
      return wire + resolveText(mutation.text, tools.scope)
    case 'prepend':
      return resolveText(mutation.text, tools.scope) + wire
  }
}

/** The segments of a compact JWS; missing ones are empty. */
function segmentsOf(wire: string): Record<Segment, string> {
  const [header = '', payload = '', signature = ''] = wire.split('.')
  return { header, payload, signature }
}

function replaceSegment(wire: string, segment: Segment, change: (text: string) => string): string {
  const parts = { ...segmentsOf(wire), [segment]: change(segmentsOf(wire)[segment]) }
  return `${parts.header}.${parts.payload}.${parts.signature}`
}

async function changeSignature(
  wire: string,
  change: Extract<Mutation, { readonly op: 'signature' }>['change'],
  tools: WireTools,
): Promise<string> {
  const { header, payload, signature } = segmentsOf(wire)
  const bytes = base64url.decode(signature)
  const put = (to: string): string => `${header}.${payload}.${to}`
  switch (change) {
    case 'empty':
      return put('')
    case 'absent':
      return `${header}.${payload}`
    case 'truncate':
      return put(base64url.encode(bytes.subarray(0, bytes.length / 2)))
    case 'extend':
      return put(base64url.encode(Uint8Array.from([...bytes, 0])))
    case 'zeros':
      return put(base64url.encode(new Uint8Array(bytes.length)))
    case 'flip-bit': {
      const middle = Math.floor(bytes.length / 2)
      return put(base64url.encode(bytes.map((byte, index) => (index === middle ? byte ^ 1 : byte))))
    }
    case 'of-another-token':
      return put(segmentsOf(await tools.anotherToken()).signature)
    case 'non-canonical':
      return put(nonCanonical(signature))
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The same bytes written otherwise: the unused low bits of the last character are set. */
function nonCanonical(segment: string): string {
  const text = withRoom(segment)
  const last = alphabet.indexOf(text.at(-1) ?? '')
  return text.slice(0, -1) + (alphabet[last + 1] ?? '')
}

/**
 * A segment that leaves bits unused and so, padded, has padding. One that does not gets a space after its JSON text.
 */
function withRoom(segment: string): string {
  return segment.length % 4 === 0 ? base64url.encode(`${Buffer.from(segment, 'base64url').toString('utf8')} `) : segment
}

function countSegments(wire: string, count: 1 | 2 | 4 | 5): string {
  const { header, payload, signature } = segmentsOf(wire)
  switch (count) {
    case 1:
      return header + payload + signature
    case 2:
      return `${header}.${signature}`
    case 4:
      return `${header}.${payload}.${signature}.${signature}`
    case 5:
      return `${header}.${payload}.${signature}.${payload}.${signature}`
  }
}

async function changeSegment(
  wire: string,
  { segment, change, resign = false }: Extract<Mutation, { readonly op: 'segment' }>,
  tools: WireTools,
): Promise<string> {
  const changed = replaceSegment(wire, segment, (text) => changeText(text, change))
  if (!resign) return changed
  const { header, payload } = segmentsOf(changed)
  return `${header}.${payload}.${await tools.sign(`${header}.${payload}`)}`
}

function changeText(text: string, change: Extract<Mutation, { readonly op: 'segment' }>['change']): string {
  const middle = Math.floor(text.length / 2)
  const insert = (what: string): string => text.slice(0, middle) + what + text.slice(middle)
  switch (change) {
    case 'empty':
      return ''
    case 'pad':
      return withRoom(text).padEnd(Math.ceil(withRoom(text).length / 4) * 4, '=')
    case 'standard-alphabet':
      return text.replaceAll('-', '+').replaceAll('_', '/')
    case 'newline':
      return insert('\n')
    case 'fold':
      return insert('\r\n ')
    case 'space':
      return insert(' ')
    case 'tab':
      return insert('\t')
    case 'non-canonical':
      return nonCanonical(text)
  }
}

/** A segment whose JSON object has these members replaced or added. */
function withValues(segment: string, values: JsonObject, scope: ValueScope): string {
  const parsed: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
  if (!isJsonObject(parsed))
    throw new InternalError('RECIPE_INVALID', 'That segment is no object.', 'Correct the recipe.')
  const resolved = Object.entries(values).map(([name, value]) => [name, resolveValue(value, scope)] as const)
  return base64url.encode(JSON.stringify({ ...parsed, ...Object.fromEntries(resolved) }))
}

async function wrap(
  wire: string,
  { key, kidOf }: Extract<Mutation, { readonly op: 'wrap' }>,
  scope: ValueScope,
): Promise<string> {
  const named = scope.key(kidOf ?? (key === 'none' ? 'tenant' : key))
  const header = { typ: 'JWT', alg: key === 'none' ? 'none' : 'RS256', kid: named.kid, cty: 'JWT' }
  const input = `${base64url.encode(JSON.stringify(header))}.${base64url.encode(wire)}`
  if (key === 'none') return `${input}.`
  return `${input}.${base64url.encode(await rsaSign(scope.key(key), 'RS256', Uint8Array.from(Buffer.from(input))))}`
}
