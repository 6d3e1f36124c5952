import { createHash } from 'node:crypto'

import { errors, jwtVerify } from 'jose'
import type { JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

import { signInRefused } from '../problems.ts'
import { sameSecret } from '../random.ts'
import type { User } from '../sessions.ts'

const claimsSchema = z.looseObject({
  tid: z.guid(),
  oid: z.guid(),
  sub: z.string().min(1),
  /** One audience: Entra ID never issues several. */
  aud: z.string(),
  nonce: z.string(),
  ver: z.literal('2.0'),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  sid: z.string().optional().catch(undefined),
  login_hint: z.string().optional().catch(undefined),
  at_hash: z.string().optional(),
  c_hash: z.string().optional(),
})

/** What the token must agree with. */
export interface Expected {
  readonly nonce: string
  readonly code: string
  readonly accessToken: string
}

/** @throws {Problem} when the token is not one to sign a user in with */
export type VerifyIdToken = (idToken: string, expected: Expected) => Promise<User>

/**
 * Checks an ID token as OpenID Connect Core 1.0 section 3.1.3.7 has it, its signature included.
 *
 * MSAL decodes the token and compares the nonce, but checks neither signature nor issuer, audience and expiry: the
 * specification lets a client leave the signature out when the token came over TLS from the token endpoint itself. That
 * rests on every proxy and every certificate authority this process trusts. A sign-in decides who somebody is, so it
 * rests on Entra ID's key instead, which costs one cached fetch.
 */
export function idTokenVerifier(options: {
  readonly tenantId: string
  readonly clientId: string
  readonly issuer: string
  readonly keys: JWTVerifyGetKey
  /** Milliseconds since the epoch. */
  readonly now: () => number
}): VerifyIdToken {
  const { tenantId, clientId, issuer, keys, now } = options
  return async (idToken, expected) => {
    const payload = await verified(idToken, keys, {
      algorithms: ['RS256'],
      issuer,
      audience: clientId,
      requiredClaims: ['exp', 'iat', 'nbf'],
      clockTolerance: 300,
      // It was issued for the sign-in that has just ended.
      maxTokenAge: 3600,
      currentDate: new Date(now()),
    })
    const read = claimsSchema.safeParse(payload)
    if (!read.success)
      throw signInRefused(`ID token: ${read.error.issues.map(({ path }) => path.join('.')).join(', ')}`)
    const claims = read.data
    if (claims.tid.toLowerCase() !== tenantId) throw signInRefused('ID token: of another tenant')
    if (!sameSecret(claims.nonce, expected.nonce)) throw signInRefused('ID token: of another sign-in (nonce)')
    checkHash('at_hash', claims.at_hash, expected.accessToken)
    checkHash('c_hash', claims.c_hash, expected.code)
    return userOf(claims)
  }
}

async function verified(idToken: string, keys: JWTVerifyGetKey, options: Parameters<typeof jwtVerify>[2]) {
  try {
    const { payload } = await jwtVerify(idToken, keys, options)
    return payload
  } catch (error) {
    // jose's messages name a rule or a claim of the standard; the token's text is not in them.
    if (error instanceof errors.JOSEError) throw signInRefused(`ID token: ${error.code}`)
    throw error
  }
}

/** The left half of the hash of what came beside the token (OpenID Connect Core 1.0 section 3.1.3.6 and 3.3.2.11). */
function checkHash(name: 'at_hash' | 'c_hash', value: string | undefined, text: string): void {
  if (value === undefined) return
  const half = createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
  if (value !== half) throw signInRefused(`ID token: ${name} is of something else`)
}

function userOf(claims: z.output<typeof claimsSchema>): User {
  return {
    tenantId: claims.tid,
    objectId: claims.oid,
    displayName: claims.name ?? claims.preferred_username ?? 'User',
    userName: claims.preferred_username ?? '',
    ...(claims.sid === undefined ? {} : { sid: claims.sid }),
    ...(claims.login_hint === undefined ? {} : { loginHint: claims.login_hint }),
  }
}
