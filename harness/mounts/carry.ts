import type { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'

import { ConnectionReset } from '../mock-azure/contract.ts'
import type { Cloud } from './contract.ts'

/**
 * Carries one request from a Node server to the cloud and its answer back. The request's origin is given by the
 * listener (the CONNECT authority, the absolute form, or the `Host` header), since a client may put anything into `Host`.
 *
 * @hono/node-server's listener is not used: it writes answers in its own way and prints errors, whereas scripted faults
 * need a cut connection (`ConnectionReset`, a body that breaks off) to reach the client as exactly that.
 *
 * @param origin for example `https://login.microsoftonline.com`
 */
export async function carry(
  cloud: Cloud,
  origin: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await toRequest(origin, incoming)
    const response = await cloud.handle(request)
    if (response === undefined) {
      answerText(outgoing, 502, `The stand-in cloud has no answer for ${origin}.`)
    } else {
      await writeResponse(response, outgoing)
    }
  } catch (error) {
    if (error instanceof ConnectionReset) {
      cut(incoming)
    } else if (error instanceof BadRequest) {
      answerText(outgoing, 400, error.message)
    } else if (outgoing.headersSent || incoming.socket.destroyed) {
      cut(incoming)
    } else {
      answerText(outgoing, 500, `The stand-in cloud failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/** What Node's parser lets through and a Fetch `Request` cannot hold, for example the method TRACE. */
class BadRequest extends Error {}

async function toRequest(origin: string, incoming: IncomingMessage): Promise<Request> {
  const method = incoming.method ?? 'GET'
  const target = incoming.url ?? '/'
  const bodiless = method === 'GET' || method === 'HEAD'
  const body = await buffer(incoming)
  try {
    const headers = new Headers()
    for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
      headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '')
    }
    return new Request(`${origin}${target.startsWith('/') ? target : `/${target}`}`, {
      method,
      headers,
      ...(bodiless || body.length === 0 ? {} : { body: new Uint8Array(body) }),
    })
  } catch (error) {
    throw new BadRequest(`Not a request that the stand-in cloud understands: ${String(error)}`)
  }
}

async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  const { headers } = response
  const declaredLength = headers.get('content-length')
  const bodiless = outgoing.req.method === 'HEAD' || response.body === null
  // A body in one piece gets its length; one that declares a length is sent as it comes and cut when it falls short.
  const whole = bodiless || declaredLength !== null ? undefined : Buffer.from(await response.arrayBuffer())
  for (const [name, value] of headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
  if (whole !== undefined) outgoing.setHeader('content-length', whole.length)
  outgoing.writeHead(response.status)
  if (bodiless || response.body === null) {
    outgoing.end()
  } else if (whole === undefined) {
    await streamBody(response.body, Number(declaredLength), outgoing)
  } else {
    outgoing.end(whole)
  }
}

/** Sends a body of a declared length; when it breaks off or falls short, what there is goes out and the connection ends. */
async function streamBody(body: ReadableStream<Uint8Array>, length: number, outgoing: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of body) chunks.push(chunk)
  } catch {
    // The broken stream is the fault itself; the length below tells it from a whole body.
  }
  const whole = Buffer.concat(chunks)
  if (whole.length >= length) {
    outgoing.end(whole.subarray(0, length))
  } else {
    outgoing.write(whole, () => outgoing.destroy())
  }
}

function answerText(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(text) })
  outgoing.end(text)
}

/** Resets the connection: the client sees ECONNRESET, not an orderly end. */
function cut(incoming: IncomingMessage): void {
  const { socket } = incoming
  // A TLS socket must be destroyed itself; only a bare one can send RST.
  if (socket.constructor === Socket) socket.resetAndDestroy()
  else socket.destroy()
}
