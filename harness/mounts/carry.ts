import type { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

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
    const body = await readBody(incoming)
    const response = await cloud.handle(toRequest(origin, incoming), body)
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

/** By events: what Node offers to read a stream whole takes as long as all the rest of a request. */
function readBody(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString()))
    incoming.on('error', reject)
    // Every request closes in the end; an error, with its stack, is made only of one that broke off.
    incoming.on('close', () => incoming.complete || reject(new Error('the client went away')))
  })
}

function toRequest(origin: string, incoming: IncomingMessage): Request {
  const method = incoming.method ?? 'GET'
  const target = incoming.url ?? '/'
  try {
    const headers = new Headers()
    for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
      headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '')
    }
    return new Request(`${origin}${target.startsWith('/') ? target : `/${target}`}`, { method, headers })
  } catch (error) {
    throw new BadRequest(`Not a request that the stand-in cloud understands: ${String(error)}`)
  }
}

async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  const { headers } = response
  const declaredLength = headers.get('content-length')
  const bodiless = outgoing.req.method === 'HEAD' || response.body === null
  // A body in one piece gets its length; one that declares a length is sent as it comes and cut when it falls short.
  const whole = bodiless || declaredLength !== null ? undefined : await readWhole(response)
  const fields = [...headers].flat()
  if (whole !== undefined) fields.push('content-length', String(Buffer.byteLength(whole)))
  outgoing.writeHead(response.status, fields)
  if (bodiless || response.body === null) {
    outgoing.end()
  } else if (whole === undefined) {
    await streamBody(response.body, Number(declaredLength), outgoing)
  } else {
    outgoing.end(whole)
  }
}

/** Text where it is text: Node sends it in one piece with the header. */
async function readWhole(response: Response): Promise<string | Buffer> {
  const isText = /^(?:text\/|application\/json)/.test(response.headers.get('content-type') ?? '')
  return isText ? response.text() : Buffer.from(await response.arrayBuffer())
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
