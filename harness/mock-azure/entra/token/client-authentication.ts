import type { AppSeed } from '../app-contract.ts'
import type { Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import type { AuthenticatedClient } from './authenticated-client.ts'
import { authenticateByAssertion } from './client-assertion.ts'
import type { TokenRequest } from './request.ts'

interface ClientRules {
  /** The tenant whose token endpoint an assertion has to be for. */
  readonly tenant: Tenant
  /** `never`: the client may not show a credential; `may`: it can do without one. */
  readonly credential: 'must' | 'may' | 'never'
}

/**
 * Authenticates a client as the grant requires.
 * @throws {EntraFailure} 7000216 or 7000218 without a credential, 700025 with one that must not be there, 7000215 or
 *   7000222 for a secret, and those of assertions
 */
export async function authenticateClient(
  request: TokenRequest,
  app: AppSeed,
  { tenant, credential }: ClientRules,
): Promise<AuthenticatedClient> {
  const { parameters, grantType } = request
  const assertion = parameters.get('client_assertion')
  const secret = parameters.get('client_secret')
  if (assertion === undefined && secret === undefined) {
    if (credential !== 'must') return { proof: '0', federated: false }
    throw grantType === 'client_credentials'
      ? new EntraFailure(7000216, { grant: grantType })
      : new EntraFailure(7000218)
  }
  if (credential === 'never') throw new EntraFailure(700025)
  if (assertion !== undefined) return authenticateByAssertion(request, app, tenant, assertion)
  checkSecret(app, secret, request.cloud.clock.now())
  return { proof: '1', federated: false }
}

function checkSecret(app: AppSeed, secret: string | undefined, now: number): void {
  const client = app.clientId
  const known = app.secrets?.find((seed) => (typeof seed === 'string' ? seed : seed.value) === secret)
  if (known === undefined) throw new EntraFailure(7000215, { client })
  if (typeof known !== 'string' && known.expiresAt <= now) throw new EntraFailure(7000222, { client })
}
