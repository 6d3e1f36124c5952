/**
 * Why a call is refused. The reason is for the API's own log: an answer never carries it, since what the token says
 * is not to be trusted and what the API checks is not the caller's business.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: 'no-token' | 'malformed-request' | 'invalid-token' | 'insufficient-scope'

  constructor(kind: Refusal['kind'], reason: string) {
    super(reason)
    this.kind = kind
  }
}

/** The caller must sign in again to a stronger authentication context. */
export class StepUpRequired extends Error {
  override readonly name = 'StepUpRequired'
  /** For example `c1`. */
  readonly acrs: string

  constructor(acrs: string) {
    super(`authentication context ${acrs} is required`)
    this.acrs = acrs
  }
}

/** No signing keys could be had, so no token can be judged. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/** A fixed reason, never text from the token. */
export function invalidToken(reason: string): Refusal {
  return new Refusal('invalid-token', reason)
}
