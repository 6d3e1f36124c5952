import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** How long the rest of such a request is read and thrown away. */
const drainMs = 2000

/**
 * Answers a request that is not HTTP or whose headers are too long, for a server's `clientError` event. Node's own
 * handler closes the connection with part of the request unread, which resets it and often takes the answer along.
 */
export function answerUnreadableRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return
  const status = statuses[error.code ?? ''] ?? 400
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.resume()
  setTimeout(() => socket.destroy(), drainMs).unref()
}

const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}
