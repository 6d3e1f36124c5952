import type { JsonObject } from '../../../json.ts'
import type { AppSeed } from '../../contract.ts'
import type { Authority } from '../authority.ts'
import { EntraFailure } from '../errors.ts'
import type { EntraCloud } from '../request.ts'
import type { Parameters } from './parameters.ts'

/** Which of the two token endpoints was asked. It decides the parameters' names, never the access token's version. */
export type EndpointVersion = '1.0' | '2.0'

/** A well-formed request for a token by a client that names itself, not yet authenticated. */
export interface TokenRequest {
  readonly cloud: EntraCloud
  readonly authority: Authority
  readonly version: EndpointVersion
  readonly parameters: Parameters
  readonly grantType: string
  readonly clientId: string
  /** The origin of the page that asks, if it is one. */
  readonly origin: string | undefined
}

/**
 * One way to get a token: the JSON of a successful answer.
 * @throws {EntraFailure} when it is refused
 */
export type Grant = (request: TokenRequest) => Promise<JsonObject>

/** @throws {EntraFailure} 700016 when the tenant has no such app */
export function findClient({ cloud, clientId }: Pick<TokenRequest, 'cloud' | 'clientId'>, tenantId: string): AppSeed {
  const app = cloud.directory.app(tenantId, clientId)
  if (app === undefined || app.clientId.toLowerCase() !== clientId.toLowerCase()) {
    throw new EntraFailure(700016, { client: clientId, tenant: tenantId })
  }
  return app
}
