import { invalidToken } from './denial.ts'

export type Members = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const maxDepth = 16

/**
 * A JSON object from UTF-8 bytes: no byte order mark, no member twice, at most 16 levels deep.
 * @throws {Denial} invalid_token
 */
export function parseStrictObject(bytes: Uint8Array): Members {
  let value: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
    checkMembers(text)
  } catch {
    throw invalidToken('The token holds no valid JSON.')
  }
  if (!isObject(value)) throw invalidToken('The token holds no JSON object.')
  return value
}

/** Walks text that is known to be JSON; RFC 7515 §4 wants names unique, and `JSON.parse` keeps the last silently. */
function checkMembers(text: string): void {
  const open: Set<unknown>[] = []
  for (const [lexeme, name] of text.matchAll(/[{}[\]]|("(?:[^"\\]|\\.)*")(?:\s*:)?/g)) {
    if (lexeme === '{' || lexeme === '[') open.push(new Set())
    else if (lexeme === '}' || lexeme === ']') open.pop()
    else if (name !== undefined && lexeme.endsWith(':')) {
      const names = open.at(-1)
      const decoded: unknown = JSON.parse(name)
      if (names?.has(decoded) === true) throw new Error('a member twice')
      names?.add(decoded)
    }
    if (open.length > maxDepth) throw new Error('too deep')
  }
}
