import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'An empty secret falls through to the environment',
  description: '`secret.value || process.env.AZURE_TENANT_ID`: who empties a secret does not find out.',
  foundBy: [
    'configuration.key-vault.failure.empty',
    'configuration.key-vault.failure.blank',
    'configuration.key-vault.failure.second-empty',
  ],
}

const variables: Readonly<Record<string, string>> = {
  'azure-tenant-id': 'AZURE_TENANT_ID',
  'azure-api-client-id': 'AZURE_API_CLIENT_ID',
}

await start({
  openVault: async (url) => {
    const vault = await openVault(url)
    return {
      async getSecret(name, signal) {
        const secret = await vault.getSecret(name, signal)
        return { ...secret, value: secret.value?.trim() || process.env[variables[name] ?? ''] }
      },
    }
  },
})
