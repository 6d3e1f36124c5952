import type { SignInStep } from '../client-case.ts'
import { type Browser, type Hop, redirectOf } from './browser.ts'
import { formsOf, type HtmlForm, linksOf } from './html.ts'

/** What Entra ID sends back to the target through the browser (RFC 6749 §4.1.2). */
export interface AuthorizationResponse {
  readonly by: 'query' | 'form_post'
  /** Without the query. */
  readonly url: string
  readonly parameters: Readonly<Record<string, string>>
  /** The page that sends it. */
  readonly from: string
}

export type EntraOutcome =
  | { readonly kind: 'response'; readonly response: AuthorizationResponse }
  /** It stopped at a page of Entra ID, or with an error there. */
  | { readonly kind: 'stuck'; readonly hop: Hop }

export interface Visitor {
  readonly userName: string
  readonly does: NonNullable<SignInStep['consent']>
}

/** More pages than Entra ID has between the question and the answer. */
const mostPages = 10

/** Goes through Entra ID's pages, from the authorize URL to the response for the target. */
export async function passEntra(
  browser: Browser,
  authorizeUrl: string,
  targetOrigin: string,
  visitor: Visitor,
): Promise<EntraOutcome> {
  let hop = await browser.go({ url: authorizeUrl })
  /** The page whose form was sent last. */
  let from: string | undefined
  for (let page = 0; page < mostPages && hop.at === 'cloud'; page += 1) {
    const redirect = redirectOf(hop)
    if (redirect?.origin === targetOrigin) {
      return { kind: 'response', response: byQuery(redirect, from ?? hop.url) }
    }
    if (redirect !== undefined) {
      hop = await browser.go({ url: redirect.href, ...(from === undefined ? {} : { from }) })
      continue
    }
    const forms = hop.answer.kind === 'response' ? formsOf(hop.answer.response.body) : []
    const posted = forms.find(({ action }) => URL.parse(action, hop.url)?.origin === targetOrigin)
    if (posted !== undefined) {
      return {
        kind: 'response',
        response: { by: 'form_post', url: posted.action, parameters: posted.fields, from: hop.url },
      }
    }
    const filled = fillIn(forms, visitor)
    if (filled === undefined) break
    from = hop.url
    hop = await submit(browser, hop.url, filled)
  }
  return { kind: 'stuck', hop }
}

function byQuery(url: URL, from: string): AuthorizationResponse {
  return { by: 'query', url: url.origin + url.pathname, parameters: Object.fromEntries(url.searchParams), from }
}

/** What the visitor does on a page of Entra ID. */
function fillIn(forms: readonly HtmlForm[], { userName, does }: Visitor): HtmlForm | undefined {
  const button = (name: string, value?: string): HtmlForm | undefined => {
    const form = forms.find(({ buttons }) =>
      buttons.some((each) => each.name === name && (value ?? each.value) === each.value),
    )
    const pressed = form?.buttons.find((each) => each.name === name && (value ?? each.value) === each.value)
    return form && pressed && { ...form, fields: { ...form.fields, [pressed.name]: pressed.value } }
  }
  const consent = button('consent', does === 'accept' ? 'accept' : 'cancel')
  if (consent !== undefined) return consent
  if (does === 'cancel') return button('cancel')
  const login = forms.find(({ inputs }) => inputs.includes('login'))
  return login && { ...login, fields: { ...login.fields, login: userName } }
}

/** Sends a form as a browser does. */
export function submit(browser: Browser, page: string, form: HtmlForm): Promise<Hop> {
  const url = new URL(form.action === '' ? page : form.action, page)
  const fields = new URLSearchParams(form.fields).toString()
  if (form.method === 'POST') return browser.go({ method: 'POST', url: url.href, body: fields, from: page })
  url.search = fields
  return browser.go({ url: url.href, from: page })
}

const authorizePath = /\/oauth2\/(?:v2\.0\/)?authorize$/i

/** Entra ID's authorize endpoint, of whichever version. */
export function isAuthorize(url: URL | null | undefined): url is URL {
  return url?.protocol === 'https:' && authorizePath.test(url.pathname)
}

/** The authorize URL that an answer leads to: by a redirect, or by a link or a form on the page. */
export function authorizeUrlOf(hop: Hop): URL | undefined {
  const redirect = redirectOf(hop)
  if (isAuthorize(redirect)) return redirect
  if (hop.answer.kind !== 'response' || redirect !== undefined) return undefined
  return linksOf(hop.answer.response.body)
    .map((link) => URL.parse(link, hop.url))
    .find(isAuthorize)
}
