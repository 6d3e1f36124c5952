/** A JSON value: what recipes, claims and reports are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * JSON for other people's tools, indented. A lone surrogate becomes U+FFFD: RFC 8259 §8.2 leaves open what a reader does
 * with one, and jq 1.6 refuses the whole text.
 */
export function toJsonText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'string' ? member.toWellFormed() : member), 2)
}
