/**
 * What the user is told and what the log is told: two texts, because the second names causes. Neither holds a secret, a
 * token, or words that came from outside.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: 400 | 403 | 404 | 413 | 500 | 502 | 503 | 504
  readonly title: string
  readonly advice: string

  /** @param cause for the log */
  constructor(status: Problem['status'], title: string, advice: string, cause: string) {
    super(cause)
    this.status = status
    this.title = title
    this.advice = advice
  }
}

/** The user has to sign in; `refused` when the API, or Entra ID, no longer takes what the session has. */
export class SignInRequired extends Error {
  override readonly name = 'SignInRequired'
  readonly refused: boolean
  /** A claims request (JSON). */
  readonly claims: string | undefined

  constructor(options: { readonly refused: boolean; readonly claims?: string }) {
    super(options.claims === undefined ? 'a sign-in is required' : 'the API asks for a stronger sign-in')
    this.refused = options.refused
    this.claims = options.claims
  }
}

/** @param reason for the log */
export function signInRefused(reason: string): Problem {
  const advice =
    'The answer does not belong to a sign-in that this browser began, or it came too late. Please try again.'
  return new Problem(400, 'You are not signed in', advice, `sign-in refused: ${reason}`)
}

/** @param reason for the log */
export function entraUnavailable(reason: string): Problem {
  const advice = 'The sign-in service does not answer as it should. Please try again in a few minutes.'
  return new Problem(503, 'Signing in does not work at the moment', advice, `Entra ID: ${reason}`)
}

/** @param reason for the log */
export function credentialRefused(reason: string): Problem {
  const advice = 'The application cannot prove to the sign-in service who it is. Its operator has to mend that.'
  return new Problem(502, 'Signing in does not work', advice, `client credential: ${reason}`)
}
