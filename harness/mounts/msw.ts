import { AsyncLocalStorage } from 'node:async_hooks'

import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import { http, type HttpHandler, HttpResponse, passthrough } from 'msw'
import { defineNetwork, InterceptorSource } from 'msw/experimental'

import { InternalError } from '../errors.ts'
import { ConnectionReset } from '../mock-azure/contract.ts'
import type { Cloud } from './contract.ts'

/**
 * MSW handlers that answer for the cloud's hosts and leave every other request to the handlers after them. For a
 * project's own tests:
 *
 * ```ts
 * const server = setupServer(...mockAzureHandlers(mock))
 * server.listen({ onUnhandledFrame: 'error' })
 * ```
 *
 * (`onUnhandledRequest` is the option's name before MSW 3; MSW 3 ignores it silently and lets requests leave.)
 */
export function mockAzureHandlers(mock: Cloud): HttpHandler[] {
  return [
    http.all(
      ({ request }) => mock.answers(hostOf(request)),
      ({ request }) => answer(mock, request),
    ),
  ]
}

/** A cloud within this process. Several may be there at once: `run` says whose requests are whose. */
export interface MswMount extends AsyncDisposable {
  /** Runs an action whose requests, also the later ones of what it starts, go to this cloud. */
  run<T>(action: () => T): T
}

/** The clouds in this process, newest last. The process is patched as a whole, so they share one network. */
const clouds: Cloud[] = []
const current = new AsyncLocalStorage<Cloud>()
const network = defineNetwork({
  // Every HTTP connection, whatever made it. MSW's `setupServer` sees fetch and what calls through node:http's own
  // object; undici and `import { request } from 'node:https'` would get past it and leave the process.
  sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
  handlers: [
    http.all(
      () => true,
      ({ request }) => route(request),
    ),
  ],
  onUnhandledFrame: 'error',
  context: { quiet: true },
})

/**
 * Answers the HTTP requests that this process itself makes as the cloud would. Requests to loopback pass; every other
 * host is a network error and is recorded. Requests outside of any `run` go to the newest cloud.
 */
export function startMsw(mock: Cloud): MswMount {
  if (clouds.length === 0) network.enable()
  clouds.push(mock)
  return {
    run: (action) => current.run(mock, action),
    async [Symbol.asyncDispose]() {
      const index = clouds.indexOf(mock)
      if (index === -1) return
      clouds.splice(index, 1)
      if (clouds.length === 0) network.disable()
    },
  }
}

function route(request: Request): Response | Promise<Response> {
  const host = hostOf(request)
  if (isLoopback(host)) return passthrough()
  const cloud = current.getStore() ?? clouds.at(-1)
  if (cloud === undefined) throw new InternalError('MSW_NO_CLOUD', 'No cloud is mounted.', 'Please report it.')
  return cloud.answers(host) ? answer(cloud, request) : refuse(cloud, request)
}

async function answer(cloud: Cloud, request: Request): Promise<Response> {
  try {
    return (await cloud.handle(request)) ?? HttpResponse.error()
  } catch (error) {
    if (error instanceof ConnectionReset) return HttpResponse.error()
    throw error
  }
}

function refuse(cloud: Cloud, request: Request): Response {
  cloud.ledger.record({
    method: request.method,
    // Neither query nor headers: what was meant for a real host may hold a real credential.
    url: request.url.replace(/[?#].*$/, ''),
    host: hostOf(request),
    requestHeaders: {},
    status: 0,
    faulted: false,
    refused: true,
  })
  return HttpResponse.error()
}

function hostOf(request: Request): string {
  return new URL(request.url).hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
