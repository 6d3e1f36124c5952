import { z } from 'zod'

const guid = z.guid()
/** A NumericDate in whole seconds, no later than the year 9999: a value in milliseconds is out of range. */
const numericDate = z.int().positive().max(253_402_300_799)
const clientAuthentication = z.enum(['0', '1', '2'])

const common = {
  iss: z.string(),
  /** One audience: Entra never issues several. */
  aud: z.string(),
  iat: numericDate,
  nbf: numericDate,
  exp: numericDate,
  tid: guid,
  oid: guid,
  sub: z.string().min(1),
  /** What a caller may do; other types than these count as nothing granted. */
  scp: z.unknown().optional(),
  roles: z.unknown().optional(),
  idtyp: z.enum(['user', 'app', 'device']).optional(),
  acrs: z.unknown().optional(),
  name: z.string().optional().catch(undefined),
  // An ID token is addressed to whoever signed the user in and tells nothing of what a client may do (RFC 8725
  // section 3.12). It has no azp or appid; these three only ever occur in ID tokens.
  nonce: z.never().optional(),
  at_hash: z.never().optional(),
  c_hash: z.never().optional(),
  // A token bound to a key is worthless without the proof (RFC 7800, RFC 9449 section 7.1).
  cnf: z.never().optional(),
}

/**
 * The claims of an access token, in the two shapes Entra issues.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export const accessTokenSchema = z.discriminatedUnion('ver', [
  z.looseObject({ ...common, ver: z.literal('1.0'), appid: guid, appidacr: clientAuthentication }),
  z.looseObject({ ...common, ver: z.literal('2.0'), azp: guid, azpacr: clientAuthentication }),
])

export type AccessToken = z.output<typeof accessTokenSchema>
