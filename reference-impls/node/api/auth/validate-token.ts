import { jwtVerify } from 'jose/jwt/verify'

import type { Config } from '../config.ts'
import { callerOf } from './caller.ts'
import type { Caller } from './caller.ts'
import { accessTokenSchema } from './claims.ts'
import type { AccessToken } from './claims.ts'
import { invalidToken } from './errors.ts'
import { decodeObject } from './strict-json.ts'
import type { JsonObject } from './strict-json.ts'
import { checkHeader } from './token-header.ts'
import type { FindIssuer, TrustedIssuer } from './trusted-issuers.ts'

/** The longest Entra issues is 28 hours, for clients that support continuous access evaluation. */
const maxLifetimeSeconds = 48 * 3600

export type ValidateToken = (token: string) => Promise<Caller>

type TokenRules = Pick<Config, 'clientId' | 'appIdUri' | 'clockToleranceSeconds'>

/**
 * Access token validation, one step after the other. Each throws a Refusal or KeysUnavailable; nothing a token says is
 * acted on before its signature holds, except to choose which trusted issuer's keys to try.
 */
export function tokenValidator(rules: TokenRules, findIssuer: FindIssuer, now: () => number): ValidateToken {
  return async (token) => {
    const { header, payload } = decode(token)
    const kid = checkHeader(header)
    const issuer = findIssuer(payload['iss'])
    if (issuer === undefined) throw invalidToken('issuer')
    await verify(token, kid, issuer, rules, now)
    const claims = accessTokenSchema.safeParse(payload)
    if (!claims.success) throw invalidToken(`claim ${claims.error.issues[0]?.path.join('.') ?? ''}`)
    checkClaims(claims.data, issuer, rules, now)
    return callerOf(claims.data)
  }
}

/** RFC 7519 section 7.2 and RFC 8725 section 3.7: three canonical segments, two of them JSON objects. */
function decode(token: string): { readonly header: JsonObject; readonly payload: JsonObject } {
  const [first, second, signature, ...more] = token.split('.')
  if (first === undefined || second === undefined || signature === undefined || more.length > 0) {
    throw invalidToken('not three segments')
  }
  const header = decodeObject(first)
  const payload = decodeObject(second)
  const canonical = signature !== '' && Buffer.from(signature, 'base64url').toString('base64url') === signature
  if (header === undefined || payload === undefined || !canonical) throw invalidToken('segment')
  return { header, payload }
}

/** Signature, issuer, audience, expiry and start, by jose. Several keys may share an ID: one of them must fit. */
async function verify(token: string, kid: string, issuer: TrustedIssuer, rules: TokenRules, now: () => number) {
  const keys = (await issuer.keys.find(kid)).filter((key) => isKeyOf(key.issuer, issuer))
  if (keys.length === 0) throw invalidToken('unknown key')
  const options = {
    algorithms: ['RS256'],
    issuer: issuer.issuer,
    audience: audiences(issuer, rules),
    clockTolerance: rules.clockToleranceSeconds,
    currentDate: new Date(now()),
    requiredClaims: ['exp', 'nbf', 'iat'],
  }
  const results = await Promise.allSettled(keys.map(({ key }) => jwtVerify(token, key, options)))
  if (!results.some((result) => result.status === 'fulfilled')) {
    throw invalidToken('signature, issuer, audience or time')
  }
}

/** A v2 token names the API by its client ID; a v1 token by that or by the application ID URI. */
function audiences(issuer: TrustedIssuer, { clientId, appIdUri }: TokenRules): string[] {
  return issuer.version === '1.0' ? [appIdUri, clientId] : [clientId]
}

/** A key that names an issuer signs for that one only; `{tenantid}` stands for every tenant. */
function isKeyOf(keyIssuer: string | undefined, { issuer, tenantId }: TrustedIssuer): boolean {
  return keyIssuer === undefined || keyIssuer.replace('{tenantid}', tenantId) === issuer
}

function checkClaims(claims: AccessToken, issuer: TrustedIssuer, rules: TokenRules, now: () => number): void {
  if (claims.ver !== issuer.version) throw invalidToken('version')
  if (claims.tid !== issuer.tenantId) throw invalidToken('tenant')
  if (claims.iat > now() / 1000 + rules.clockToleranceSeconds) throw invalidToken('issued in the future')
  if (claims.exp - claims.iat > maxLifetimeSeconds) throw invalidToken('lifetime')
}
