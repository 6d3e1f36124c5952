import { createServer, type Socket } from 'node:net'

import { closeServer, listen, SocketSet } from '../../mounts/sockets.ts'

/** A server that shows each byte it gets and answers with the given bytes, whatever they are. */
export interface ByteServer extends AsyncDisposable {
  readonly origin: string
  /** What each connection has sent so far, as Latin-1. */
  readonly received: readonly string[]
}

/** @param answer called when a connection has sent a whole header (an empty line) */
export async function startByteServer(answer: (socket: Socket, nth: number) => void): Promise<ByteServer> {
  const received: string[] = []
  const sockets = new SocketSet()
  const server = createServer((socket) => {
    sockets.add(socket)
    const index = received.push('') - 1
    let answered = 0
    socket.on('data', (chunk) => {
      received[index] += chunk.toString('latin1')
      const wholeHeaders = (received[index] ?? '').split('\r\n\r\n').length - 1
      for (; answered < wholeHeaders; answered += 1) answer(socket, answered)
    })
  })
  const port = await listen(server, 0, '127.0.0.1')
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: () => closeServer(server, sockets),
  }
}
