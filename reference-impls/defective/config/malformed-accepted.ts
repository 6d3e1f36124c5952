import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'What the vault says is taken as it is',
  description: 'Settings of the environment are checked, those of the vault are not: a tenant called "contoso" counts.',
  foundBy: [
    'configuration.key-vault.failure.not-a-guid',
    'configuration.key-vault.failure.guid-and-more',
    'configuration.key-vault.failure.common-tenant',
    'configuration.key-vault.failure.second-not-a-guid',
  ],
}

const taken: Record<string, string> = {}
const acceptable = '00000000-0000-4000-8000-000000000000'

await start({
  load: async (environment, options) => {
    const vaultSettings = options.vaultSettings.map((setting) => ({
      ...setting,
      check: (value: string) => {
        taken[setting.variable] = value
        return undefined
      },
    }))
    const { environment: read, degraded } = await loadEnvironment(environment, { ...options, vaultSettings })
    const passing = Object.fromEntries(Object.keys(taken).map((name) => [name, acceptable]))
    return { environment: { ...read, ...passing }, degraded }
  },
  config: (config) => {
    const { AZURE_TENANT_ID: tenantId = config.tenantId, AZURE_API_CLIENT_ID: clientId = config.clientId } = taken
    return { ...config, tenantId, clientId, tenants: [tenantId] }
  },
})
