import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

import { type Browser, chromium } from 'playwright-core'

import { browserArguments, findBrowser } from '../demo/browser.ts'
import type { MockAzure } from '../mock-azure/contract.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'

/**
 * Where Chromium is. Undefined: there is none, and tests that need it do not apply; unless
 * `ENTRA_CONFORMANCE_REQUIRE`, a list separated by commas, has `chromium`, as in CI.
 */
export function findChromium(): string | undefined {
  const found = findBrowser()
  const required = (process.env['ENTRA_CONFORMANCE_REQUIRE'] ?? '').split(',').includes('chromium')
  if (found === undefined && required) throw new Error('Chromium is required and not on the PATH')
  return found
}

/** A browser for which the cloud is Microsoft's: through the forward proxy, at the real host names, over https. */
export async function openBrowser(
  mock: MockAzure,
  executablePath: string,
): Promise<AsyncDisposable & { readonly browser: Browser }> {
  const stack = new AsyncDisposableStack()
  const authority = await createCertificateAuthority()
  const proxy = stack.use(await startForwardProxy({ mock, authority }))
  const browser = await chromium.launch({
    executablePath,
    // The sandbox needs a user that is not root.
    args: ['--no-sandbox', '--disable-gpu', ...(await browserArguments(proxy.url, authority))],
  })
  stack.defer(() => browser.close())
  return { browser, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

/** What an app got from the browser. */
export interface Visit {
  readonly method: string
  readonly path: string
  /** From the query, or from a form. */
  readonly values: Readonly<Record<string, string>>
}

/** An app on a loopback port that notes who comes by. */
export async function startApp(): Promise<
  AsyncDisposable & { readonly url: string; readonly visits: readonly Visit[] }
> {
  const visits: Visit[] = []
  const note = async (incoming: IncomingMessage): Promise<void> => {
    const { method = '' } = incoming
    const { pathname: path, searchParams } = new URL(incoming.url ?? '/', 'http://localhost')
    const body = await text(incoming)
    const values = Object.fromEntries(method === 'POST' ? new URLSearchParams(body) : searchParams)
    if (path !== '/favicon.ico') visits.push({ method, path, values })
  }
  const page = '<!DOCTYPE html><html lang="en"><title>App</title><h1>Back at the app</h1></html>'
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    await note(incoming)
    outgoing.setHeader('content-type', 'text/html').end(page)
  }
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return {
    url: `http://localhost:${address.port}`,
    visits,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
