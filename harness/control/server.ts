import { randomBytes } from 'node:crypto'

import { createAdaptorServer } from '@hono/node-server'
import { Server } from 'node:http'

import { closeServer, listen, SocketSet } from '../mounts/sockets.ts'
import type { Control } from './contract.ts'
import { createHttpApi } from './http-api.ts'

/** A control that listens. Disposing ends every connection, streams too. */
export interface ControlServer extends AsyncDisposable {
  /** For example `http://127.0.0.1:41234`. */
  readonly url: string
  /** What a request needs as `Authorization: Bearer …`: 32 random bytes, base64url, made for this run. */
  readonly secret: string
}

/**
 * Serves a control on a loopback port.
 * @param options.port default: a free one
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export async function startControlServer(
  control: Control,
  { port = 0 }: { readonly port?: number } = {},
): Promise<ControlServer> {
  const secret = randomBytes(32).toString('base64url')
  const server = createAdaptorServer({ fetch: createHttpApi(control, secret).fetch })
  if (!(server instanceof Server)) throw new TypeError('not a plain HTTP server')
  const sockets = new SocketSet()
  server.on('connection', (socket) => sockets.add(socket))
  const bound = await listen(server, port, '127.0.0.1')
  return { url: `http://127.0.0.1:${bound}`, secret, [Symbol.asyncDispose]: () => closeServer(server, sockets) }
}
