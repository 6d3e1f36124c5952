import { AuthError, InteractionRequiredAuthError, ServerError } from '@azure/msal-node'

import { credentialRefused, entraUnavailable, Problem, SignInRequired, signInRefused } from '../problems.ts'
import { CredentialFailure } from './credential.ts'
import { NetworkFailure } from './network.ts'

/** Errors at which Entra ID found the app's credential or registration wrong, whoever the user is. */
const aboutTheApp = new Set(['invalid_client', 'unauthorized_client', 'invalid_resource', 'invalid_scope'])

/** What MSAL throws, as what this app does about it. Descriptions stay out: they quote what was sent. */
export function problemOf(error: unknown): Problem | SignInRequired {
  if (error instanceof Problem || error instanceof SignInRequired) return error
  if (error instanceof CredentialFailure) return credentialRefused(error.message)
  if (error instanceof NetworkFailure) return entraUnavailable(error.message)
  if (error instanceof InteractionRequiredAuthError) {
    return new SignInRequired({ refused: true, ...(error.claims === '' ? {} : { claims: error.claims }) })
  }
  if (error instanceof ServerError) return serverProblem(error)
  if (error instanceof AuthError) return tokenProblem(error)
  return entraUnavailable(error instanceof Error ? error.message : 'unknown error')
}

function serverProblem(error: ServerError): Problem | SignInRequired {
  const cause = describe(error)
  if (aboutTheApp.has(error.errorCode)) return credentialRefused(cause)
  // A code or a refresh token that is expired, used up, revoked, or another client's (RFC 6749 section 5.2).
  if (error.errorCode === 'invalid_grant') return new SignInRequired({ refused: true })
  return entraUnavailable(cause)
}

/** MSAL's own checks: of the answer's nonce, for example. */
function tokenProblem(error: AuthError): Problem {
  return error.errorCode === 'nonce_mismatch'
    ? signInRefused('the nonce is not ours')
    : entraUnavailable(describe(error))
}

/** The error's code and Entra ID's number for it. */
function describe({ errorCode, errorMessage }: AuthError): string {
  const code = /^\w{1,60}$/.exec(errorCode)?.[0] ?? 'unreadable error code'
  const number = /AADSTS\d{4,8}/.exec(errorMessage)?.[0]
  return number === undefined ? code : `${code} (${number})`
}
