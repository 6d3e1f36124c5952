import { createServer as createPlain } from 'node:http'
import { createServer as createTls } from 'node:https'
import { createServer } from 'node:net'

import { getRequestListener } from '@hono/node-server'

import { createBroker } from '../../node/token-broker/broker.ts'
import { readSettings } from '../../node/token-broker/settings.ts'

export const defect = {
  title: 'Beside TLS it answers plain http on the same port',
  description: 'For clients that were not changed yet: the first byte says which it is.',
  foundBy: ['token-broker.access.tls-alone'],
}

/** The first byte of a TLS handshake (RFC 8446 §5.1). */
const handshake = 22

const settings = readSettings(process.env)
const broker = createBroker(settings)
const listener = getRequestListener((request) => broker.fetch(request))
const plain = createPlain((request, response) => void listener(request, response))
const tls = createTls(settings.tls ?? {}, (request, response) => void listener(request, response))
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  socket.once('data', (first) => {
    socket.pause()
    socket.unshift(first)
    const speaks = first[0] === handshake ? tls : plain
    speaks.emit('connection', socket)
    process.nextTick(() => socket.resume())
  })
})
server.listen(settings.port, settings.host)
process.once('SIGTERM', () => process.exit())
