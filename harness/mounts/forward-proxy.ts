import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'

import { carry } from './carry.ts'
import type { Cloud, ForwardProxy, ForwardProxyOptions } from './contract.ts'
import { type SecureContexts, secureContexts } from './secure-contexts.ts'
import { closeServer, listen, serverOptions, SocketSet, splitAuthority } from './sockets.ts'

/** The first byte of a TLS handshake record (RFC 8446 §5.1). */
const tlsHandshake = 0x16

/**
 * Starts an HTTP forward proxy that is the cloud for whoever is pointed at it: it ends the TLS of the hosts that the
 * mock answers for (CONNECT, RFC 9110 §9.3.6), takes plain requests in absolute form (RFC 9112 §3.2.2), and refuses
 * every other host with 403 and a ledger entry. Nothing is ever forwarded to the network.
 *
 * Default: a free port on 127.0.0.1. Disposing ends every connection at once.
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export async function startForwardProxy(options: ForwardProxyOptions): Promise<ForwardProxy> {
  const { mock, authority, port = 0, host = '127.0.0.1' } = options
  const sockets = new SocketSet()
  let contexts = secureContexts(authority)
  const tunnels = tunnelServer(mock)

  const proxy = createServer(serverOptions, (incoming, outgoing) => {
    void answerAbsoluteForm(mock, incoming, outgoing)
  })
  proxy.on('connection', (socket) => sockets.add(socket))
  proxy.on('connect', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const target = splitAuthority(incoming.url ?? '', 443)
    if (target === undefined || !mock.answers(target.host)) {
      refuseTunnel(mock, incoming, socket, target?.host ?? '')
      return
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    void tunnels.open(socket, head, target, contexts)
  })
  const boundPort = await listen(proxy, port, host)
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    present(other) {
      contexts = secureContexts(other)
      sockets.destroyAll()
    },
    [Symbol.asyncDispose]: () => closeServer(proxy, sockets),
  }
}

/** Serves what comes out of CONNECT tunnels. It never listens: tunnels are handed to it as connections. */
function tunnelServer(mock: Cloud) {
  const targets = new WeakMap<Duplex, { readonly host: string; readonly port: number }>()
  const server = createServer(serverOptions, (incoming, outgoing) => {
    const target = targets.get(incoming.socket)
    const secure = incoming.socket instanceof TLSSocket
    void carry(mock, originOf(secure, target?.host ?? '', target?.port ?? 443), incoming, outgoing)
  })

  return {
    async open(
      socket: Duplex,
      head: Buffer,
      target: { readonly host: string; readonly port: number },
      contexts: SecureContexts,
    ): Promise<void> {
      const first = await firstBytes(socket, head)
      const secureContext = await contexts(target.host)
      // A client that has gone meanwhile leaves nothing to put the bytes back into.
      if (first === undefined || socket.readableEnded || socket.destroyed) {
        socket.destroy()
        return
      }
      socket.unshift(first)
      const stream =
        first[0] === tlsHandshake
          ? new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] })
          : socket
      stream.on('error', () => socket.destroy())
      targets.set(stream, target)
      server.emit('connection', stream)
    },
  }
}

/** The first bytes a client sends into its tunnel, or `undefined` when it ends before. */
function firstBytes(socket: Duplex, head: Buffer): Promise<Buffer | undefined> {
  if (head.length > 0) return Promise.resolve(head)
  return new Promise((resolve) => {
    const done = (bytes?: Buffer): void => {
      socket.off('data', onData)
      socket.off('close', onClose)
      socket.pause()
      resolve(bytes)
    }
    const onData = (bytes: Buffer): void => done(bytes)
    const onClose = (): void => done()
    socket.once('data', onData)
    socket.once('close', onClose)
    socket.once('end', onClose)
  })
}

async function answerAbsoluteForm(mock: Cloud, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const match = /^http:\/\/([^/?#]*)(.*)$/i.exec(incoming.url ?? '')
  const target = match?.[1] === undefined ? undefined : splitAuthority(match[1], 80)
  if (target === undefined) {
    respond(outgoing, 400, 'This is a forward proxy: send CONNECT host:port, or a request in absolute form.')
  } else if (mock.answers(target.host)) {
    incoming.url = match?.[2] === undefined || match[2] === '' ? '/' : match[2]
    await carry(mock, originOf(false, target.host, target.port), incoming, outgoing)
  } else {
    record(mock, incoming, withoutQuery(incoming.url ?? ''), target.host)
    respond(outgoing, 403, refusal(target.host))
  }
}

function refuseTunnel(mock: Cloud, incoming: IncomingMessage, socket: Duplex, host: string): void {
  record(mock, incoming, `https://${incoming.url ?? ''}/`, host)
  const text = refusal(host)
  const head = `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}`
  socket.end(`${head}\r\nConnection: close\r\n\r\n${text}`)
}

function record(mock: Cloud, incoming: IncomingMessage, url: string, host: string): void {
  const userAgent = incoming.headers['user-agent']
  mock.ledger.record({
    method: incoming.method ?? '',
    url,
    host,
    // No other header: what was meant for a real host may hold a real credential.
    requestHeaders: userAgent === undefined ? {} : { 'user-agent': userAgent },
    status: 403,
    faulted: false,
    refused: true,
  })
}

/** A query meant for a real host may hold a real credential. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '')
}

function refusal(host: string): string {
  return `entra-conformance: ${host || 'this address'} is not a host of the stand-in cloud, and nothing leaves this machine.\n`
}

function respond(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(text) })
  outgoing.end(text)
}

function originOf(secure: boolean, host: string, port: number): string {
  const name = host.includes(':') ? `[${host}]` : host
  return secure ? `https://${name}${port === 443 ? '' : `:${port}`}` : `http://${name}${port === 80 ? '' : `:${port}`}`
}
