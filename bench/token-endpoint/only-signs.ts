// What signing alone allows: a server that reads the request, signs as many bytes as a token has, and answers.
import { webcrypto } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

import { portToServe, sayListening } from './client.ts'

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}
const { privateKey } = await webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify'])
const [bytes, rest] = [new Uint8Array(900), 'x'.repeat(900)]

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await buffer(request)
  const signature = Buffer.from(await webcrypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, bytes))
  response.setHeader('content-type', 'application/json')
  response.end(`{"access_token":"eyJ${rest}${signature.toString('base64url')}"}`)
}

const server = createServer((request, response) => void answer(request, response))
server.listen(portToServe(), '127.0.0.1', sayListening)
