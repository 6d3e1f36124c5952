import type { AppSeed, RedirectUris } from '../app-contract.ts'
import type { Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import type { ClientProof } from '../issue/sign.ts'
import { authenticateClient } from './client-authentication.ts'
import type { TokenRequest } from './request.ts'

/**
 * Authenticates the client that redeems a code or a refresh token, as the redirect URI it came by wants it: web apps
 * with a credential and from a server, single-page apps from a page and public clients from anywhere but a page, both
 * without one.
 * @throws {EntraFailure} 9002326 or 9002327 for the wrong side of the browser, and those of client authentication
 */
export async function authenticateRedeemer(
  request: TokenRequest,
  client: AppSeed,
  tenant: Tenant,
  platform: keyof RedirectUris,
): Promise<ClientProof> {
  const isCrossOrigin = request.origin !== undefined
  if (platform === 'spa' && !isCrossOrigin) throw new EntraFailure(9002327)
  if (platform !== 'spa' && isCrossOrigin) throw new EntraFailure(9002326)
  const credential = platform === 'web' ? 'must' : 'never'
  const { proof } = await authenticateClient(request, client, { tenant, credential })
  return proof
}

/** Tells a value that this cloud might have given out from one that cannot be. */
const issued = /^1\.[\w-]{40,}$/

/** @returns the failure of a code or a refresh token that is not known, or is another client's */
export function unknownGrant(parameter: string, value: string): EntraFailure {
  return issued.test(value)
    ? new EntraFailure(70000, { parameter })
    : new EntraFailure(9002313, {}, { as: 'invalid_grant' })
}

export function isSameClient(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
