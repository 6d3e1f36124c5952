import type { AppSeed } from '../app-contract.ts'
import type { Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import { checkCertificateAssertion } from './certificate-assertion.ts'
import type { AuthenticatedClient } from './authenticated-client.ts'
import { checkFederatedAssertion } from './federated-assertion.ts'
import { readJwt, type UnverifiedJwt } from './jwt.ts'
import type { TokenRequest } from './request.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const jwtTypes = new Set(['jwt', 'http://openid.net/specs/jwt/1.0'])

/** Seconds by which clocks may differ. */
const clockSkew = 300

/**
 * Authenticates a client by a JWT (RFC 7523 §2.2): its own, signed with the key of a registered certificate, or that of
 * another issuer which a federated credential trusts. The same JWT may come again until it expires.
 * @throws {EntraFailure}
 */
export async function authenticateByAssertion(
  request: TokenRequest,
  app: AppSeed,
  tenant: Tenant,
  wire: string,
): Promise<AuthenticatedClient> {
  const type = request.parameters.require('client_assertion_type')
  if (type !== assertionType) throw new EntraFailure(90023, { parameter: 'client_assertion_type' })
  const assertion = readJwt(wire)
  if (assertion === undefined) throw new EntraFailure(50027)
  checkForm(assertion)
  const isOwn = assertion.claims.iss.toLowerCase() === app.clientId.toLowerCase()
  if (isOwn) await checkCertificateAssertion(request, app, tenant, assertion)
  else await checkFederatedAssertion(request, app, tenant, assertion)
  checkTime(assertion, request.cloud.clock.now() / 1000)
  return { proof: '2', federated: !isOwn }
}

function checkForm({ header, claims }: UnverifiedJwt): void {
  if (header.typ !== undefined && !jwtTypes.has(header.typ.toLowerCase())) throw new EntraFailure(5002727)
  if (Array.isArray(claims.aud) && claims.aud.length > 1) throw new EntraFailure(5002741)
}

function checkTime({ claims: { exp, nbf } }: UnverifiedJwt, now: number): void {
  const isOver = exp === undefined || now >= exp + clockSkew
  const isEarly = nbf !== undefined && now < nbf - clockSkew
  if (isOver || isEarly) throw new EntraFailure(700024)
}
