import type { WireResponse } from './contract.ts'
import { BodyBuffer, maxBodyBytes } from './exchange.ts'

export type Parsed =
  | { readonly kind: 'complete'; readonly response: WireResponse }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed'; readonly message: string }

interface Head {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  /** Where the body starts. */
  readonly end: number
}

/** As much as any server sends; more is not an answer. */
const maxHeadBytes = 256 * 1024

/**
 * Reads one HTTP/1.1 answer from bytes as they arrive (RFC 9112 §6.3): by length, in chunks, or to the end of the
 * connection. Interim answers (1xx) are passed over. Bodies are kept up to `maxBodyBytes`.
 */
export class ResponseParser {
  readonly #method: string
  #bytes: Buffer = Buffer.alloc(0)
  #head: Head | undefined

  /** @param method of the request: an answer to HEAD has no body */
  constructor(method: string) {
    this.#method = method
  }

  add(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk])
  }

  /** @param ended true when no more bytes will come */
  result(ended: boolean): Parsed {
    try {
      this.#head ??= this.#readHead()
      const head = this.#head
      if (head === undefined) return { kind: 'incomplete' }
      const body = this.#readBody(head, ended)
      if (body === undefined) return { kind: 'incomplete' }
      return { kind: 'complete', response: { status: head.status, headers: head.headers, body } }
    } catch (error) {
      if (error instanceof Malformed) return { kind: 'malformed', message: error.message }
      throw error
    }
  }

  #readHead(): Head | undefined {
    const start = this.#bytes.subarray(0, 5).toString('latin1')
    if (!'HTTP/'.startsWith(start) && start !== 'HTTP/') throw new Malformed('the answer does not start with HTTP/')
    const end = this.#bytes.indexOf('\r\n\r\n')
    if (end === -1) {
      if (this.#bytes.length > maxHeadBytes) throw new Malformed(`the header is longer than ${maxHeadBytes} bytes`)
      return undefined
    }
    const [statusLine = '', ...lines] = this.#bytes.subarray(0, end).toString('latin1').split('\r\n')
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine)?.[1])
    if (Number.isNaN(status)) throw new Malformed(`not a status line: ${JSON.stringify(statusLine.slice(0, 100))}`)
    if (status >= 100 && status < 200 && status !== 101) {
      this.#bytes = this.#bytes.subarray(end + 4)
      return this.#bytes.length === 0 ? undefined : this.#readHead()
    }
    return { status, headers: lines.map(headerField), end: end + 4 }
  }

  #readBody({ status, headers, end }: Head, ended: boolean): string | undefined {
    const bytes = this.#bytes.subarray(end)
    if (this.#method === 'HEAD' || status === 101 || status === 204 || status === 304) return ''
    const coding = headers.findLast(([name]) => name === 'transfer-encoding')?.[1]
    if (coding !== undefined && /(?:^|,)\s*chunked\s*$/i.test(coding)) return readChunks(bytes)
    const length = headers.find(([name]) => name === 'content-length')?.[1]
    if (length === undefined) return ended || bytes.length >= maxBodyBytes ? text(bytes) : undefined
    if (!/^\d+$/.test(length)) throw new Malformed(`not a length: ${JSON.stringify(length)}`)
    return bytes.length >= Math.min(Number(length), maxBodyBytes) ? text(bytes.subarray(0, Number(length))) : undefined
  }
}

class Malformed extends Error {}

function headerField(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  if (colon < 1) throw new Malformed(`not a header field: ${JSON.stringify(line.slice(0, 100))}`)
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

/** The chunks' content once the last one is there (RFC 9112 §7.1), or all that is kept. */
function readChunks(bytes: Buffer): string | undefined {
  const body = new BodyBuffer()
  for (let at = 0; !body.full;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const line = bytes.subarray(at, lineEnd).toString('latin1')
    const size = /^[0-9a-f]+/i.exec(line)?.[0]
    if (size === undefined) throw new Malformed(`not a chunk size: ${JSON.stringify(line.slice(0, 100))}`)
    const start = lineEnd + 2
    const length = Number.parseInt(size, 16)
    if (length === 0) {
      // The end is an empty line, after trailers if there are any.
      const done = bytes.subarray(start, start + 2).equals(crlf) || bytes.indexOf('\r\n\r\n', start) !== -1
      return done ? body.text() : undefined
    }
    if (bytes.length < start + length + 2) {
      body.add(bytes.subarray(start, start + length))
      return body.full ? body.text() : undefined
    }
    if (!bytes.subarray(start + length, start + length + 2).equals(crlf)) {
      throw new Malformed('a chunk does not end where its size says')
    }
    body.add(bytes.subarray(start, start + length))
    at = start + length + 2
  }
  return body.text()
}

const crlf = Buffer.from('\r\n')

function text(bytes: Buffer): string {
  return bytes.subarray(0, maxBodyBytes).toString('utf8')
}
