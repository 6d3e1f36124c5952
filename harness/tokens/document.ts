import { InternalError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import type { Mutation, Part } from './recipe.ts'
import { resolveText, resolveValue, type ValueScope } from './values.ts'

/** Mutations that change what the header or the claims say, before anything is signed. */
export type DocumentMutation = Extract<Mutation, { readonly part: Part }>

/**
 * The header or the claims of a token while it is made: members in order, each with the JSON text of its value, so
 * that duplicates and values no JSON writer produces can be had.
 */
export interface Draft {
  readonly members: readonly Member[]
  /** Set by `json`: what stands in place of the object, with `${json}` for it. */
  readonly template?: string
  readonly encoding?: 'utf-16' | 'utf-8-bom' | 'invalid-utf-8'
}

interface Member {
  readonly name: string
  readonly text: string
}

export function draft(values: JsonObject): Draft {
  return { members: Object.entries(values).map(([name, value]) => ({ name, text: JSON.stringify(value) })) }
}

/** The draft with one mutation applied. */
export function mutateDraft(from: Draft, mutation: DocumentMutation, scope: ValueScope): Draft {
  const { members } = from
  switch (mutation.op) {
    case 'set':
      return { ...from, members: Object.entries(mutation.values).reduce(setValue(scope), members) }
    case 'remove':
      return { ...from, members: members.filter(({ name }) => !mutation.names.includes(name)) }
    case 'raw':
      return { ...from, members: put(members, mutation.name, resolveText(mutation.text, scope)) }
    case 'change-case':
      return { ...from, members: put(members, mutation.name, changeCase(members, mutation)) }
    case 'json':
      return { ...from, template: resolveText(mutation.text, { variables: { ...scope.variables, json: '${json}' } }) }
    case 'duplicate': {
      const twin = { name: mutation.name, text: JSON.stringify(resolveValue(mutation.value, scope)) }
      return { ...from, members: mutation.position === 'first' ? [twin, ...members] : [...members, twin] }
    }
    case 'encoding':
      return { ...from, encoding: mutation.as }
    case 'nest': {
      const { levels } = mutation
      return { ...from, members: put(members, 'nested', '['.repeat(levels) + ']'.repeat(levels)) }
    }
  }
}

function setValue(scope: ValueScope) {
  return (members: readonly Member[], [name, value]: [string, Parameters<typeof resolveValue>[0]]): readonly Member[] =>
    put(members, name, JSON.stringify(resolveValue(value, scope)))
}

/** Replaces a member where it stands, or adds it at the end. */
function put(members: readonly Member[], name: string, text: string): readonly Member[] {
  const member = { name, text }
  return members.some((known) => known.name === name)
    ? members.map((known) => (known.name === name ? member : known))
    : [...members, member]
}

function changeCase(members: readonly Member[], { name, to }: Extract<Mutation, { op: 'change-case' }>): string {
  const value: unknown = JSON.parse(members.find((member) => member.name === name)?.text ?? 'null')
  if (typeof value !== 'string') {
    throw new InternalError('RECIPE_INVALID', `"${name}" is no string whose case can change.`, 'Correct the recipe.')
  }
  return JSON.stringify(to === 'upper' ? value.toUpperCase() : value.toLowerCase())
}

/** The JSON text. */
function toText({ members, template }: Draft): string {
  const json = `{${members.map(({ name, text }) => `${JSON.stringify(name)}:${text}`).join(',')}}`
  return template === undefined ? json : template.replaceAll('${json}', () => json)
}

/** The bytes that are base64url-encoded into the token. */
export function toBytes(of: Draft): Uint8Array<ArrayBuffer> {
  const text = toText(of)
  const { encoding = 'utf-8' } = of
  switch (encoding) {
    case 'utf-8':
      return Uint8Array.from(Buffer.from(text, 'utf8'))
    case 'utf-16':
      return Uint8Array.from(Buffer.from(text, 'utf16le'))
    case 'utf-8-bom':
      return Uint8Array.from(Buffer.from(`\uFEFF${text}`, 'utf8'))
    case 'invalid-utf-8':
      return withInvalidUtf8(text)
  }
}

/** Adds a member whose value is the two bytes C3 28: a lead byte without its continuation. */
function withInvalidUtf8(text: string): Uint8Array<ArrayBuffer> {
  const end = text.lastIndexOf('}')
  const before = Buffer.from(`${text.slice(0, end)},"note":"`, 'utf8')
  return Uint8Array.from(Buffer.concat([before, Buffer.from([0xc3, 0x28]), Buffer.from('"}', 'utf8')]))
}
