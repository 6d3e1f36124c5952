import { createHttpClient, type HttpClient, type HttpClientOptions } from './http-client.ts'
import { sendRaw } from './raw-client.ts'

/** Sends requests to a target that listens, each over the transport it asks for. */
export type WireClient = Pick<HttpClient, 'send' | 'forgetConnections'> & AsyncDisposable

/** @param origin for example `http://127.0.0.1:41234` */
export function createWireClient(origin: string, tls: HttpClientOptions = {}): WireClient {
  const client = createHttpClient(origin, tls)
  return {
    send: (request, options) =>
      request.transport === 'raw' ? sendRaw(origin, request, options) : client.send(request, options),
    forgetConnections: () => client.forgetConnections(),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}
