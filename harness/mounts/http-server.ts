import { createServer } from 'node:http'

import { carry } from './carry.ts'
import type { Cloud, Mount } from './contract.ts'
import { closeServer, listen, serverOptions, SocketSet } from './sockets.ts'

export interface HttpServerOptions {
  readonly mock: Cloud
  /** The one origin of the cloud that every request reaches, for example a local token service's. */
  readonly origin: string
  /** Default 0: a free port. Always on 127.0.0.1. */
  readonly port?: number
}

/**
 * Stands for one plain-http host of the cloud on a loopback port, as Azure's local token services do on the machines
 * they serve: for clients that ask no proxy for an address on their own machine.
 *
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export async function startHttpServer({ mock, origin, port = 0 }: HttpServerOptions): Promise<Mount> {
  const server = createServer(serverOptions, (incoming, outgoing) => void carry(mock, origin, incoming, outgoing))
  const sockets = new SocketSet()
  server.on('connection', (socket) => sockets.add(socket))
  const boundPort = await listen(server, port, '127.0.0.1')
  return {
    url: `http://127.0.0.1:${boundPort}`,
    [Symbol.asyncDispose]: () => closeServer(server, sockets),
  }
}
