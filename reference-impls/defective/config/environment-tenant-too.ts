import { start } from './base/start.ts'

export const defect = {
  title: 'The tenant of the environment counts besides that of the vault',
  description: 'Both are put on the list of tenants, so that nothing breaks while settings move to the vault.',
  foundBy: ['configuration.key-vault.source.issuer-follows', 'configuration.key-vault.source.keys-follow'],
}

const tenantOfEnvironment = process.env['AZURE_TENANT_ID'] ?? ''

await start({
  config: (config) => ({ ...config, tenants: [...new Set([config.tenantId, tenantOfEnvironment])].filter(Boolean) }),
})
