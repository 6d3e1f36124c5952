/** A request for a token on its way out. */
export interface TokenRequest {
  readonly url: URL
  readonly headers: Headers
  readonly form: URLSearchParams
}

export type SendTokenRequest = (request: TokenRequest) => Promise<Response>

/** Puts something between the app and the token endpoint, which MSAL reaches by `fetch`. */
export function interceptTokenRequests(
  handle: (request: TokenRequest, send: SendTokenRequest) => Promise<Response>,
): void {
  const send = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (!url.pathname.endsWith('/oauth2/v2.0/token')) return await send(input, init)
    const form = new URLSearchParams(await request.text())
    const headers = new Headers(request.headers)
    headers.delete('content-length')
    return await handle({ url, headers, form }, (changed) =>
      send(changed.url, { method: 'POST', headers: changed.headers, body: changed.form, signal: request.signal }),
    )
  }
}

/** Changes every request for a token. */
export function changeTokenRequests(change: (request: TokenRequest) => void): void {
  interceptTokenRequests(async (request, send) => {
    change(request)
    return await send(request)
  })
}

const proofNames = ['client_secret', 'client_assertion', 'client_assertion_type']

/** Takes out what the app proves itself with. */
export function removeProof({ form }: TokenRequest): void {
  for (const name of proofNames) form.delete(name)
}

/** The same request with a form of its own. */
export function copyOf({ url, headers, form }: TokenRequest): TokenRequest {
  return { url: new URL(url), headers: new Headers(headers), form: new URLSearchParams(form) }
}
