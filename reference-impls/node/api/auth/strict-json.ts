const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export type JsonObject = Readonly<Record<string, unknown>>

/**
 * A base64url segment (RFC 7515 section 2: no padding, canonical) holding one JSON object in UTF-8 whose members are
 * unique (RFC 7515 section 4, RFC 7519 section 4: reject duplicates, so that no two readers see different tokens).
 * @returns undefined when it is anything else.
 */
export function decodeObject(segment: string): JsonObject | undefined {
  const bytes = Buffer.from(segment, 'base64url')
  if (bytes.length === 0 || bytes.toString('base64url') !== segment) return undefined
  try {
    const text = strictUtf8.decode(bytes)
    const value: unknown = JSON.parse(text)
    if (!isObject(value) || hasDuplicateMember(text)) return undefined
    return value
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @param text well-formed JSON. */
export function hasDuplicateMember(text: string): boolean {
  const open: Set<string>[] = []
  for (const [, quoted, colon, bracket] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*(:)?|([{}[\]])/g)) {
    if (bracket === '{' || bracket === '[') open.push(new Set())
    else if (bracket !== undefined) open.pop()
    else if (colon !== undefined && quoted !== undefined) {
      const name = String(JSON.parse(quoted))
      const members = open.at(-1)
      if (members?.has(name)) return true
      members?.add(name)
    }
  }
  return false
}
