import type { AppSeed } from '../../contract.ts'
import { EntraFailure } from '../errors.ts'
import type { TokenRequest } from './request.ts'

/** How a client proved who it is, as `appidacr` and `azpacr` say it: 0 not at all, 1 by a secret, 2 by a certificate. */
export type ClientProof = '0' | '1' | '2'

/**
 * Authenticates a confidential client. Registrations hold secrets only, so every assertion is signed with a key that
 * is not registered.
 * @throws {EntraFailure} 7000216 without a credential, 700027 for an assertion, 7000215 for a wrong secret
 */
export function authenticateClient({ parameters, grantType }: TokenRequest, app: AppSeed): ClientProof {
  const client = app.clientId
  if (parameters.get('client_assertion') !== undefined) throw new EntraFailure(700027, { client })
  const secret = parameters.get('client_secret')
  if (secret === undefined) throw new EntraFailure(7000216, { grant: grantType })
  if (!app.secrets?.includes(secret)) throw new EntraFailure(7000215, { client })
  return '1'
}
