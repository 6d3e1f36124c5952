import { EntraFailure } from '../errors.ts'
import type { ClaimsRequest } from '../issue/claims-request.ts'
import { readClaimsRequest } from '../issue/claims-request.ts'
import { readScopes } from '../issue/target.ts'
import type { EntraRequest } from '../request.ts'
import type { AuthorizationCode } from '../state.ts'
import type { Parameters } from '../token/parameters.ts'
import type { Redirection } from './redirection.ts'
import type { ResponseForm } from './response.ts'

/** What a user signs in to. */
export interface SignInRequest extends Pick<Redirection, 'authority' | 'client'> {
  readonly scope: string
  /** The API of a request to the v1 endpoint. */
  readonly resource?: string
  readonly asked: ClaimsRequest
  readonly prompt?: 'none' | 'login' | 'select_account' | 'consent'
  readonly loginHint?: string
  readonly domainHint?: string
}

type ResponsePart = 'code' | 'id_token' | 'token'

/** A request to /authorize that can be answered. */
export interface AuthorizeRequest extends SignInRequest, Redirection, ResponseForm {
  readonly segment: string
  readonly version: '1.0' | '2.0'
  readonly parts: ReadonlySet<ResponsePart>
  readonly nonce?: string
  readonly challenge?: NonNullable<AuthorizationCode['challenge']>
  /** The claims request as it came. */
  readonly claims?: string
  readonly wantsClientInfo: boolean
}

/**
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code
 * @throws {EntraFailure} which the client may be told
 */
export function readAuthorizeRequest(
  request: EntraRequest,
  redirection: Redirection,
  parameters: Parameters,
  version: '1.0' | '2.0',
): AuthorizeRequest {
  const parts = readParts(parameters.require('response_type'))
  const form = readForm(parameters, parts)
  const scope = version === '2.0' ? parameters.require('scope') : (parameters.get('scope') ?? 'openid')
  const nonce = parameters.get('nonce')
  checkParts(redirection, parts, scope, nonce)
  const challenge = readChallenge(redirection, parts, parameters)
  const claims = parameters.get('claims')
  return {
    ...redirection,
    ...form,
    ...readHints(parameters),
    segment: request.segment,
    version,
    parts,
    scope,
    asked: readClaimsRequest(claims),
    ...(nonce === undefined ? {} : { nonce }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(claims === undefined ? {} : { claims }),
    wantsClientInfo: parameters.get('client_info') === '1',
  }
}

const responseParts: readonly string[] = ['code', 'id_token', 'token'] satisfies readonly ResponsePart[]

function isResponsePart(text: string): text is ResponsePart {
  return responseParts.includes(text)
}

function readParts(type: string): ReadonlySet<ResponsePart> {
  const names = type.split(' ').filter((name) => name !== '')
  const parts = new Set(names.filter(isResponsePart))
  if (parts.size === 0 || parts.size !== names.length) throw new EntraFailure(70005, { type })
  return parts
}

/** How an error is sent back when the request itself is not readable: as the client asked, if that can be made out. */
export function readErrorForm(parameters: Parameters): ResponseForm {
  try {
    return readForm(parameters, readParts(parameters.get('response_type') ?? 'code'))
  } catch {
    const state = parameters.get('state')
    return { mode: 'query', ...(state === undefined ? {} : { state }) }
  }
}

/** Tokens must not get into a server's log, so they never travel in a query. */
function readForm(parameters: Parameters, parts: ReadonlySet<ResponsePart>): ResponseForm {
  const isCodeOnly = parts.size === 1 && parts.has('code')
  const mode = parameters.get('response_mode') ?? (isCodeOnly ? 'query' : 'fragment')
  if (mode !== 'query' && mode !== 'fragment' && mode !== 'form_post') {
    throw new EntraFailure(90023, { parameter: 'response_mode' })
  }
  if (mode === 'query' && !isCodeOnly) throw new EntraFailure(70007, { mode })
  const state = parameters.get('state')
  return { mode, ...(state === undefined ? {} : { state }) }
}

function checkParts(
  { client }: Redirection,
  parts: ReadonlySet<ResponsePart>,
  scope: string,
  nonce: string | undefined,
): void {
  if (parts.has('token') && client.implicitGrant?.accessToken !== true) throw new EntraFailure(700051)
  if (!parts.has('id_token')) return
  if (client.implicitGrant?.idToken !== true) throw new EntraFailure(700054)
  if (!readScopes(scope).openId.has('openid')) throw new EntraFailure(70005, { type: 'id_token' })
  if (nonce === undefined) throw new EntraFailure(900144, { parameter: 'nonce' })
}

/** Source: RFC 7636 §4.2 and §4.3 */
function readChallenge(
  { platform }: Redirection,
  parts: ReadonlySet<ResponsePart>,
  parameters: Parameters,
): AuthorizeRequest['challenge'] {
  if (!parts.has('code')) return undefined
  const value = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if (value === undefined) {
    if (platform === 'spa') throw new EntraFailure(9002325)
    if (method !== undefined) throw new EntraFailure(50147)
    return undefined
  }
  if (method !== undefined && method !== 'S256' && method !== 'plain') throw new EntraFailure(50147)
  if (!/^[\w.~-]{43,128}$/.test(value)) throw new EntraFailure(50147)
  return { method: method ?? 'plain', value }
}

function readHints(parameters: Parameters): Pick<SignInRequest, 'resource' | 'prompt' | 'loginHint' | 'domainHint'> {
  const [resource, loginHint, domainHint] = ['resource', 'login_hint', 'domain_hint'].map((name) =>
    parameters.get(name),
  )
  const prompt = readPrompt(parameters.get('prompt'))
  return {
    ...(resource === undefined ? {} : { resource }),
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(domainHint === undefined ? {} : { domainHint }),
    ...(prompt === undefined ? {} : { prompt }),
  }
}

function readPrompt(prompt: string | undefined): SignInRequest['prompt'] {
  switch (prompt) {
    case undefined:
    case 'none':
    case 'login':
    case 'select_account':
    case 'consent':
      return prompt
    default:
      throw new EntraFailure(90023, { parameter: 'prompt' })
  }
}
