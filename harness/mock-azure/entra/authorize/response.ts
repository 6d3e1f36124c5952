import type { JsonObject } from '../../../json.ts'
import { entraPage, entraRedirect } from '../answers.ts'
import { entraErrorBody, type EntraFailure } from '../errors.ts'
import { formPostPage } from '../html/pages.ts'
import type { EntraRequest } from '../request.ts'
import type { Redirection } from './redirection.ts'

/** How the answer travels (OAuth 2.0 Multiple Response Type Encoding Practices §2.1). */
export interface ResponseForm {
  readonly mode: 'query' | 'fragment' | 'form_post'
  readonly state?: string
}

/** Sends the browser back to the client. */
export async function respond(
  { cloud }: EntraRequest,
  { redirectUri }: Pick<Redirection, 'redirectUri'>,
  { mode, state }: ResponseForm,
  values: Readonly<Record<string, string>>,
): Promise<Response> {
  const all = { ...values, ...(state === undefined ? {} : { state }) }
  const text = new URLSearchParams(all).toString()
  switch (mode) {
    case 'query':
      return entraRedirect(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${text}`, cloud.random)
    case 'fragment':
      return entraRedirect(`${redirectUri}#${text}`, cloud.random)
    case 'form_post':
      return entraPage(await formPostPage(redirectUri, all), cloud.random)
  }
}

/** The same with an error (RFC 6749 §4.1.2.1). */
export function respondError(
  request: EntraRequest,
  redirection: Pick<Redirection, 'redirectUri'>,
  form: ResponseForm,
  failure: EntraFailure,
): Promise<Response> {
  const body: JsonObject = entraErrorBody({ ...request, ...request.cloud }, failure)
  const values = ['error', 'error_description', 'error_uri', 'claims'].flatMap((name) => {
    const value = body[name]
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  const cancelled = failure.code === 65004 ? { error_subcode: 'cancel' } : {}
  return respond(request, redirection, form, { ...Object.fromEntries(values), ...cancelled })
}
