import { hash } from 'node:crypto'

import { decodeJwt, decodeProtectedHeader } from 'jose'

/** Headers whose whole value is a credential. */
const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-identity-header',
  'secret',
  'api-key',
])

/** Form, query and JSON members that hold a credential (RFC 6749, 7521, 7523, 7636, 8628, 8693, OpenID Connect). */
const secretParameters = new Set([
  'client_secret',
  'client_assertion',
  'assertion',
  'code',
  'code_verifier',
  'device_code',
  'refresh_token',
  'password',
  // Of the sign-in pages: a user's password, the page's own secret, the code a device shows.
  'passwd',
  'ctx',
  'otc',
  'access_token',
  'id_token',
  'id_token_hint',
  'logout_token',
  'subject_token',
  'actor_token',
  'token',
  // A secret on its way into Key Vault.
  'value',
])

/** Longer texts are cut: the ledger shows what was asked, it is no archive. */
const longestText = 16_384

const jwt = /\beyJ[\w-]*\.[\w.-]*/g

/**
 * What may be shown of a credential: a token's header and claims, and of anything else its length; with a short hash
 * by which two of them can be told apart.
 */
export function describeCredential(value: string): string {
  const digest = hash('sha256', value).slice(0, 12)
  const token = value.startsWith('eyJ') ? decodeToken(value) : undefined
  return token === undefined
    ? `[redacted length=${value.length} sha256=${digest}]`
    : `[token header=${JSON.stringify(token.header)} claims=${JSON.stringify(token.claims)} sha256=${digest}]`
}

function decodeToken(value: string): { readonly header: unknown; readonly claims: unknown } | undefined {
  try {
    return { header: decodeProtectedHeader(value), claims: decodeJwt(value) }
  } catch {
    return undefined
  }
}

/** Any text, with the tokens in it described instead of shown. */
export function redactText(value: string): string {
  const cut = value.length > longestText ? `${value.slice(0, longestText)}[cut length=${value.length}]` : value
  return cut.includes('eyJ') ? cut.replace(jwt, describeCredential) : cut
}

export function redactHeader(name: string, value: string): string {
  if (!secretHeaders.has(name.toLowerCase())) return redactText(value)
  const [, scheme, rest] = /^([A-Za-z][\w-]* )(.*)$/s.exec(value) ?? ['', '', value]
  return `${scheme}${describeCredential(rest ?? '')}`
}

/** Only the query can hold credentials; the rest stays readable. */
export function redactUrl(url: string): string {
  const mark = url.indexOf('?')
  if (mark === -1) return redactText(url)
  return `${redactText(url.slice(0, mark))}?${redactForm(url.slice(mark + 1))}`
}

/** A request body: JSON if it is JSON, otherwise as a form. */
export function redactBody(body: string): string {
  // Most bodies are forms, and the failure to parse one as JSON costs more than all the rest.
  if (!/^\s*[[{"]/.test(body)) return redactForm(body)
  try {
    const value: unknown = JSON.parse(body)
    return redactText(JSON.stringify(value, redactMember))
  } catch {
    return redactForm(body)
  }
}

function redactMember(name: string, value: unknown): unknown {
  return secretParameters.has(name.toLowerCase()) && typeof value === 'string' ? describeCredential(value) : value
}

/** Keeps the wire form of what is not secret, so that odd encodings stay visible. */
function redactForm(form: string): string {
  const pairs = form.split('&').map((pair) => {
    // A name that nothing is encoded in is known without decoding.
    const name = /^\w+(?==)/.exec(pair)?.[0]
    if (name !== undefined && !secretParameters.has(name.toLowerCase())) return pair
    const [parameter] = new URLSearchParams(pair)
    if (parameter === undefined || !secretParameters.has(parameter[0].toLowerCase())) return pair
    return `${parameter[0]}=${describeCredential(parameter[1])}`
  })
  return redactText(pairs.join('&'))
}
