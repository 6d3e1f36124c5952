import { deflateSync } from 'node:zlib'

import type { WireRequest } from '../targets/contract.ts'
import { printable } from './text.ts'

/** A longer line is hard to paste, and a shell takes an argument of at most 128 KiB. */
const longestLine = 8192
const longestCompressedLine = 100_000

/**
 * A line for a POSIX shell that sends the same request again: curl where curl can say it, else Node with the bytes
 * themselves (control characters, an odd request target, a `Content-Length` of one's own).
 *
 * curl adds `User-Agent` and `Accept`, and is told to drop what else it would add. Nothing in the request can leave
 * its quotes.
 * @param baseUrl for example `http://127.0.0.1:41234`
 */
export function curlLine(baseUrl: string, request: WireRequest): string {
  if (isSayable(request)) {
    const line = sayWithCurl(baseUrl, request)
    if (line.length <= longestLine) return line
  }
  const line = sayWithBytes(new URL(baseUrl), request)
  return line.length <= longestCompressedLine
    ? line
    : `# ${request.method} ${shortPath(request)}: too long for a command line; the request stands in results.json`
}

const shortPath = ({ path }: WireRequest): string => printable(path.slice(0, 80)).replaceAll('\n', ' ')

const headerName = /^[\w!#$%&'*+.^`|~-]+$/
const headerValue = /^(?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?$/
const plainTarget = /^\/[\x21\x22\x24-\x7e]*$/
/** curl has its own mind about these. */
const framing = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect'])

function isSayable({ method, path, headers, body = '' }: WireRequest): boolean {
  return (
    /^[A-Z]+$/.test(method) &&
    plainTarget.test(path) &&
    headers.every(
      ([name, value]) => headerName.test(name) && headerValue.test(value) && !framing.has(name.toLowerCase()),
    ) &&
    printable(body) === body
  )
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

function sayWithCurl(baseUrl: string, { method, path, headers, body }: WireRequest): string {
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  const dropped = body !== undefined && !given.has('content-type') ? ['Content-Type:'] : []
  if (body !== undefined && body.length > 1024) dropped.push('Expect:')
  if (body === undefined && ['POST', 'PUT', 'PATCH'].includes(method)) dropped.push('Content-Length: 0')
  const lines = headers.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`))
  return [
    'curl -isS --http1.1 --path-as-is',
    ...(/[[\]{}]/.test(path) ? ['-g'] : []),
    ...methodOption(method, body),
    ...[...lines, ...dropped].map((line) => `-H ${quote(line)}`),
    ...(body === undefined ? [] : [`--data-raw ${quote(body)}`]),
    quote(baseUrl + path),
  ].join(' ')
}

function methodOption(method: string, body: string | undefined): readonly string[] {
  if (method === 'HEAD') return ['--head']
  return method === (body === undefined ? 'GET' : 'POST') ? [] : [`-X ${method}`]
}

function sayWithBytes(url: URL, request: WireRequest): string {
  const bytes = requestBytes(url, request)
  const literal = `"${javaScriptString(bytes)}"`
  const packed = `require("zlib").inflateSync(Buffer.from("${deflateSync(bytes).toString('base64')}","base64"))`
  const secure = url.protocol === 'https:'
  const host = JSON.stringify(url.hostname.replace(/^\[|\]$/g, ''))
  const port = url.port === '' ? (secure ? '443' : '80') : url.port
  const socket = secure
    ? `require("tls").connect({host:${host},port:${port},servername:${host}})`
    : `require("net").connect(${port},${host})`
  const written = literal.length <= longestLine / 2 ? `${literal},"latin1"` : packed
  return `node -e ${quote(
    `const s=${socket};s.setTimeout(5e3,()=>s.destroy());s.pipe(process.stdout);s.write(${written})`,
  )}`
}

/** What the harness itself sends, see `sendRaw` in `harness/targets/raw-client.ts`. */
function requestBytes(url: URL, { method, path, headers, body, transport }: WireRequest): Buffer {
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  const added: (readonly [string, string])[] = []
  if (!given.has('host')) added.push(['Host', url.host])
  if (!given.has('connection')) added.push(['Connection', 'close'])
  if (body !== undefined && !given.has('content-length') && !given.has('transfer-encoding')) {
    added.push(['Content-Length', String(Buffer.byteLength(body))])
  }
  const lines = [...added, ...headers].map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
  return Buffer.concat([Buffer.from(head, transport === 'raw' ? 'utf8' : 'latin1'), Buffer.from(body ?? '', 'utf8')])
}

const escapes: Readonly<Record<number, string>> = { 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' }

/** The inside of a string literal, in printable ASCII. */
function javaScriptString(bytes: Buffer): string {
  return Array.from(bytes, (byte) => {
    if (byte < 0x20 || byte > 0x7e || byte in escapes) {
      return escapes[byte] ?? `\\x${byte.toString(16).padStart(2, '0')}`
    }
    return String.fromCharCode(byte)
  }).join('')
}
