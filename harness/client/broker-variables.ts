import type { ClientCloudVariables } from '../../fixtures/client-cloud.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { fillTemplate } from '../variables.ts'
import type { BrokerVariables } from './variables.ts'

const vaultScope = 'https://vault.azure.net/.default'

/** How a token broker is asked, as its configuration says it; for other systems, what the defaults are. */
export function brokerVariables(config: AnyConfig, variables: ClientCloudVariables): BrokerVariables {
  const broker = isApiConfig(config) ? undefined : config.broker
  const { path = '/token', tokenField = '/token', expiryField = '/expires_on' } = broker?.token ?? {}
  const { header = 'Authorization', scheme = 'Bearer' } = broker?.secret ?? {}
  const scopes = (broker?.allowedScopes ?? [vaultScope, variables.managementScope]).map((scope) =>
    fillTemplate(scope, { ...variables }),
  )
  const { shows = '', blames = '' } = broker?.client ?? {}
  const [allowedScope = vaultScope, otherAllowedScope = variables.managementScope] = scopes
  const allowedResource = allowedScope.replace(/\/\.default$/, '')
  return {
    tokenPath: path.slice(1),
    tokenField,
    expiryField,
    scopeParameter: broker?.token.scopeParameter ?? 'scope',
    secretHeader: header.toLowerCase(),
    secretScheme: scheme === '' ? '' : `${scheme} `,
    allowedScope,
    otherAllowedScope,
    allowedResource,
    allowedHost: allowedResource.replace(/^[a-z]+:\/\//, ''),
    clientShows: fillTemplate(shows, { ...variables }),
    clientBlames: fillTemplate(blames, { ...variables }),
  }
}
