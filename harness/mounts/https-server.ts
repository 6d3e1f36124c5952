import { createServer } from 'node:https'
import { callbackify } from 'node:util'

import { carry } from './carry.ts'
import type { CertificateAuthority, Cloud, Mount } from './contract.ts'
import { secureContexts } from './secure-contexts.ts'
import { closeServer, listen, serverOptions, SocketSet, splitAuthority } from './sockets.ts'

export interface HttpsServerOptions {
  readonly mock: Cloud
  readonly authority: CertificateAuthority
  /** Default 0: a free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
}

/**
 * Serves the cloud over https without a proxy: for clients that reach it under its real names by other means (a host
 * alias in a container, a resolver of their own). The certificate follows the name the client asks for (SNI, RFC 6066
 * §3), and requests carry the host of their `Host` header; a host that is not the cloud's gets 421 (RFC 9110 §15.5.20).
 *
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export async function startHttpsServer(options: HttpsServerOptions): Promise<Mount> {
  const { mock, authority, port = 0, host = '127.0.0.1' } = options
  const fallback = await authority.leaf('localhost')
  const server = createServer(
    {
      ...serverOptions,
      // For clients that send no name, as they must for an IP address.
      cert: fallback.certificatePem,
      key: fallback.privateKeyPem,
      ALPNProtocols: ['http/1.1'],
      SNICallback: callbackify(secureContexts(authority)),
    },
    (incoming, outgoing) => {
      const target = splitAuthority(incoming.headers.host ?? '', 443)
      if (target !== undefined && mock.answers(target.host)) {
        void carry(mock, `https://${incoming.headers.host ?? ''}`, incoming, outgoing)
      } else {
        outgoing.writeHead(421, { 'content-type': 'text/plain' }).end('Not a host of the stand-in cloud.\n')
      }
    },
  )
  const sockets = new SocketSet()
  server.on('connection', (socket) => sockets.add(socket))
  const boundPort = await listen(server, port, host)
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    [Symbol.asyncDispose]: () => closeServer(server, sockets),
  }
}
