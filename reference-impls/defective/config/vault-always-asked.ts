import { DefaultAzureCredential } from '@azure/identity'

import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'A token for the vault is fetched where there is no vault',
  description: 'The credential is warmed up at start-up, whether AZURE_KEY_VAULT_URL is set or not.',
  foundBy: ['configuration.key-vault.source.off-asks-nobody'],
}

await start({
  load: async (environment, options) => {
    await new DefaultAzureCredential().getToken('https://vault.azure.net/.default').catch(() => {})
    return loadEnvironment(environment, options)
  },
})
