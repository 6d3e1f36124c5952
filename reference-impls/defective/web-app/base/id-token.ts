import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader } from 'jose'
import type { JWTPayload } from 'jose'
import { z } from 'zod'

import type { VerifyIdToken } from '../../../node/web-app/src/entra/id-token.ts'
import { signInRefused } from '../../../node/web-app/src/problems.ts'
import type { User } from '../../../node/web-app/src/sessions.ts'
import type { Settings } from '../../../node/web-app/src/settings.ts'

/** What a validation may leave out. */
export type Check = 'signature' | 'issuer' | 'audience' | 'expiry' | 'not-before' | 'nonce' | 'tenant' | 'algorithm'

const keySetSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string(), kid: z.string() })),
})

/** The keys of a tenant as a validation written by hand fetches them: each time. */
export async function publishedKeys(tenant: string): Promise<z.output<typeof keySetSchema>['keys']> {
  const answer = await fetch(`https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`)
  return keySetSchema.parse(await answer.json()).keys
}

/** A validation by hand with some of its checks left out. */
export function verifierWithout(settings: Settings, left: readonly Check[], keysOf = settings.tenantId): VerifyIdToken {
  const checked = (check: Check): boolean => !left.includes(check)
  return async (idToken, { nonce }) => {
    const claims = await refusedUnless(() => claimsOf(idToken))
    const now = Date.now() / 1000
    const rules: Readonly<Partial<Record<Check, boolean>>> = {
      issuer: claims.iss === `https://login.microsoftonline.com/${settings.tenantId}/v2.0`,
      tenant: claims['tid'] === settings.tenantId,
      audience: claims.aud === settings.clientId,
      expiry: claims.exp !== undefined && claims.exp > now - 300,
      'not-before': claims.nbf === undefined || claims.nbf < now + 300,
      nonce: claims['nonce'] === nonce,
    }
    const broken = Object.entries(rules).find(([check, holds]) => !holds && left.every((each) => each !== check))
    if (broken !== undefined) throw signInRefused(`ID token: ${broken[0]}`)
    return userOf(claims)
  }

  async function claimsOf(idToken: string): Promise<JWTPayload> {
    if (!checked('signature')) return decodeJwt(idToken)
    if (!checked('algorithm') && /^none$/i.test(decodeProtectedHeader(idToken).alg ?? '')) return decodeJwt(idToken)
    const keys = createLocalJWKSet({
      keys: (await publishedKeys(keysOf)).map(({ kty, n, e, kid }) => ({ kty, n, e, kid })),
    })
    await compactVerify(idToken, keys, { algorithms: ['RS256'] })
    return decodeJwt(idToken)
  }
}

async function refusedUnless<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch {
    throw signInRefused('ID token: unreadable, or not signed by Entra ID')
  }
}

/** Whoever the claims say it is. */
export function userOf(claims: JWTPayload): User {
  const text = (name: string): string => (typeof claims[name] === 'string' ? claims[name] : '')
  return {
    tenantId: text('tid'),
    objectId: text('oid'),
    displayName: text('name'),
    userName: text('preferred_username'),
    ...(text('sid') === '' ? {} : { sid: text('sid') }),
  }
}
