import { AsyncLocalStorage } from 'node:async_hooks'
import { ConnectionReset } from '../../mock-azure/contract.ts'
import type { Cloud } from '../../mounts/contract.ts'
import { withMachineTime } from './own-time.ts'

/** As browsers and Node allow (Fetch standard, HTTP-redirect fetch). */
const maxRedirects = 20

const current = new AsyncLocalStorage<Cloud>()
const machineFetch = globalThis.fetch

/** Runs an action whose `fetch`, also of what it starts, goes to this cloud. */
export function within<T>(mock: Cloud, action: () => T): T {
  return current.run(mock, action)
}

/**
 * From now on `fetch` in this thread goes to the cloud of `within`, without a connection: what MSW does by way of
 * emulated sockets, at a hundredth of the cost. Only http and https are diverted; a data URL is what it always was.
 */
export function divertFetch(): void {
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (!/^https?:$/.test(new URL(request.url).protocol)) return machineFetch(input, init)
    const aborted = Promise.withResolvers<never>()
    request.signal.addEventListener('abort', () => aborted.reject(request.signal.reason))
    return Promise.race([exchange(request), aborted.promise])
  }
}

async function exchange(request: Request, redirects = 0): Promise<Response> {
  const response = await answer(request)
  const location = response.headers.get('location')
  if (response.status < 300 || response.status >= 400 || location === null || request.redirect === 'manual') {
    return response
  }
  if (request.redirect === 'error' || redirects === maxRedirects) throw new TypeError('fetch failed')
  const { headers, signal } = request
  return exchange(new Request(new URL(location, request.url), { headers, signal }), redirects + 1)
}

async function answer(request: Request): Promise<Response> {
  const mock = current.getStore()
  const { hostname } = new URL(request.url)
  try {
    const response = await withMachineTime(() => mock?.handle(request))
    if (response !== undefined) return response
  } catch (error) {
    if (!(error instanceof ConnectionReset)) throw error
    throw new TypeError('fetch failed', { cause: error })
  }
  // The addresses of a host that the cloud does not play are nobody's.
  const [url = ''] = request.url.split(/[?#]/)
  const { method } = request
  mock?.ledger.record({ method, url, host: hostname, requestHeaders: {}, status: 0, faulted: false, refused: true })
  throw new TypeError('fetch failed')
}
