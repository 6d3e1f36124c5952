import type { Hop, NetworkRequest } from '../browser.ts'
import type { Performed } from '../browser-driver.ts'
import { type AuthorizationResponse, isAuthorize } from '../entra-visit.ts'
import type { Gate } from './traffic.ts'

/** Follows redirects as long as they stay with the target: the request that would leave it is held. */
export function withinTarget(origin: string): Gate {
  return ({ url }) => url.origin === origin
}

/** Follows nothing. */
export function firstAlone(): Gate {
  let passed = false
  return () => {
    if (passed) return false
    passed = true
    return true
  }
}

/** A way to Entra ID and back, which ends at the target. Held up nowhere on it, but where the cloud has to change first. */
export class RoundTrip {
  readonly #origin: string
  readonly #beforeDelivery: () => Promise<void>
  /** The page before. */
  readonly #from: () => Hop | undefined
  request: URL | undefined
  response: AuthorizationResponse | undefined

  constructor(origin: string, from: () => Hop | undefined, beforeDelivery: () => Promise<void> = async () => {}) {
    this.#origin = origin
    this.#from = from
    this.#beforeDelivery = beforeDelivery
  }

  readonly gate: Gate = async (request) => {
    const isOfTarget = request.url.origin === this.#origin
    if (this.response !== undefined) return isOfTarget
    if (this.request === undefined) {
      if (isAuthorize(request.url)) this.request = request.url
    } else if (isOfTarget) {
      this.response = responseOf(request, this.#from()?.url ?? '')
      await this.#beforeDelivery()
    }
    return true
  }

  /** What it came to. */
  performed(last: Hop): Performed {
    const { request, response } = this
    return {
      last,
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
      delivered: response !== undefined,
    }
  }
}

function responseOf({ method, url, body }: NetworkRequest, from: string): AuthorizationResponse {
  const by = method === 'POST' ? 'form_post' : 'query'
  const parameters = Object.fromEntries(by === 'form_post' ? new URLSearchParams(body) : url.searchParams)
  return { by, url: url.origin + url.pathname, parameters, from }
}
