/** The error codes of RFC 6750 §3.1, and Microsoft's for a claims challenge. */
export type DenialCode = 'invalid_request' | 'invalid_token' | 'insufficient_scope' | 'insufficient_claims'

/** Thrown by a step to refuse the request. Its text is fixed: nothing of the request goes into it. */
export class Denial extends Error {
  readonly status: number
  /** Absent: the request carried no credentials, so the challenge names no error. */
  readonly code: DenialCode | undefined
  /** For `insufficient_claims`: the base64 claims request. */
  readonly claims: string | undefined

  constructor(status: number, code: DenialCode | undefined, text: string, claims?: string) {
    super(text)
    this.name = 'Denial'
    this.status = status
    this.code = code
    this.claims = claims
  }
}

export const noCredentials = (): Denial => new Denial(401, undefined, 'A bearer token is required.')
export const invalidRequest = (text: string): Denial => new Denial(400, 'invalid_request', text)
export const invalidToken = (text: string): Denial => new Denial(401, 'invalid_token', text)
export const insufficientScope = (text: string): Denial => new Denial(403, 'insufficient_scope', text)
