import { createServer, type Server, type Socket } from 'node:net'

type Handle = (request: Request) => Promise<Response>

/** One request as its bytes have it. */
export interface Head {
  readonly method: string
  /** As it was sent: never normalised. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** What a hand-written server does with a request; a defective one replaces a part. */
export interface ServerSteps {
  /** The header lines, without the request line. */
  headerLines(text: string): readonly string[]
  /** What goes to the API; undefined: a 400. */
  toRequest(head: Head, body: string): Request | undefined
  /** Longest head, in bytes; a longer one is answered with 431. */
  readonly maxHeadBytes: number
  /** Starts to answer a request before the one ahead of it on the connection is answered. */
  readonly outOfOrder: boolean
}

const tokenCharacters = /^[\w!#$%&'*+.^`|~-]+$/
const fieldValue = /^[\t -~\u0080-\u00ff]*$/

export const serverDefaults: ServerSteps = {
  headerLines: (text) => text.split('\r\n'),
  toRequest: ({ method, target, headers }, body) => {
    if (!headers.every(([name, value]) => tokenCharacters.test(name) && fieldValue.test(value))) return undefined
    if (!/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method) || !target.startsWith('/')) return undefined
    return requestOf(method, target, headers, body)
  },
  maxHeadBytes: 16 * 1024,
  outOfOrder: false,
}

/** @throws {TypeError} for what a Fetch `Request` cannot hold */
export function requestOf(method: string, target: string, headers: Head['headers'], body: string): Request {
  const withBody = method !== 'GET' && method !== 'HEAD' && body !== ''
  const list = headers.map(([name, value]): [string, string] => [name, value])
  return new Request(`http://api.example${target}`, { method, headers: list, ...(withBody ? { body } : {}) })
}

/** HTTP/1.1 by hand, as gateways and embedded servers do it: enough for what a test of an API needs, and no more. */
export function naiveServer(handle: Handle, overrides: Partial<ServerSteps>): Server {
  const steps = { ...serverDefaults, ...overrides }
  return createServer((socket) => {
    let unread = ''
    let ahead = Promise.resolve()
    socket.setEncoding('latin1')
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      unread += String(chunk)
      for (let taken = take(unread, steps); taken !== undefined; taken = take(unread, steps)) {
        unread = unread.slice(taken.length)
        const answered = answer(handle, taken, steps)
        const write = async (): Promise<void> => void socket.write(await answered, 'latin1')
        ahead = steps.outOfOrder ? write() : ahead.then(write)
        if (taken.closes) closeAfter(ahead, socket)
      }
    })
  })
}

function closeAfter(answered: Promise<void>, socket: Socket): void {
  void answered.then(() => socket.end())
}

interface Taken {
  readonly length: number
  readonly text: string
  readonly body: string
  readonly tooLong: boolean
  readonly closes: boolean
}

/** The first whole request of what was read. */
function take(unread: string, { maxHeadBytes }: ServerSteps): Taken | undefined {
  const end = unread.indexOf('\r\n\r\n')
  const tooLong = (end === -1 ? unread.length : end) > maxHeadBytes
  if (end === -1) return tooLong ? { length: unread.length, text: '', body: '', tooLong, closes: true } : undefined
  const text = unread.slice(0, end)
  const bodyLength = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0)
  const length = end + 4 + bodyLength
  if (unread.length < length) return undefined
  return {
    length,
    text,
    body: unread.slice(end + 4, length),
    tooLong,
    closes: tooLong || /^connection: *close/im.test(text),
  }
}

async function answer(handle: Handle, { text, body, tooLong }: Taken, steps: ServerSteps): Promise<string> {
  if (tooLong) return written(new Response(null, { status: 431 }), '')
  const [requestLine = '', ...rest] = text.split('\r\n')
  const [method = '', target = ''] = requestLine.split(' ')
  const headers = steps.headerLines(rest.join('\r\n')).map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1).trim()]
  })
  try {
    const request = steps.toRequest({ method, target, headers }, Buffer.from(body, 'latin1').toString())
    const response = request === undefined ? new Response(null, { status: 400 }) : await handle(request)
    return written(response, method === 'HEAD' ? '' : Buffer.from(await response.arrayBuffer()).toString('latin1'))
  } catch {
    return written(new Response(null, { status: 400 }), '')
  }
}

function written({ status, headers }: Response, body: string): string {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} Status\r\n${lines.join('')}content-length: ${body.length}\r\n\r\n${body}`
}
