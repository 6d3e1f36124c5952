import type { Server } from 'node:net'
import type { Duplex } from 'node:stream'

import { InternalError } from '../errors.ts'

/** Connections live as long as their mount: no time limit of Node's own may end one in the middle of a case. */
export const serverOptions = {
  keepAliveTimeout: 0,
  headersTimeout: 0,
  requestTimeout: 0,
  maxHeaderSize: 256 * 1024,
} as const

/** The open sockets of a listener, tunnels included, so that it can be closed at once. */
export class SocketSet {
  readonly #sockets = new Set<Duplex>()

  add(socket: Duplex): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    // A peer that goes away mid-answer is no event for anybody; without a listener it would end the process.
    socket.on('error', () => {})
  }

  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

/**
 * Listens and resolves with the port.
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      const fix =
        port === 0 ? 'Free some sockets on this machine.' : `End what listens on port ${port}, or choose another.`
      reject(new InternalError('PORT_UNAVAILABLE', `Cannot listen on ${host}:${port}: ${error.message}.`, fix))
    }
    server.once('error', failed)
    server.listen(port, host, () => {
      server.off('error', failed)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** Stops listening, ends every socket at once, and resolves when all is closed. */
export async function closeServer(server: Server, sockets: SocketSet): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  sockets.destroyAll()
  await closed
}

/** Splits `host:port`, with IPv6 addresses in brackets; the host comes back lower case and without brackets. */
export function splitAuthority(authority: string, defaultPort: number): { host: string; port: number } | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:/?#@[\]]+))(?::(\d{1,5}))?$/i.exec(authority)
  const host = match?.[1] ?? match?.[2]
  return host === undefined ? undefined : { host: host.toLowerCase(), port: Number(match?.[3] ?? defaultPort) }
}
