import { DefaultAzureCredential } from '@azure/identity'

import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'A token for the management of Azure is fetched besides',
  description: 'To find out whether the identity works at all, before the vault is asked.',
  foundBy: ['configuration.key-vault.identity.for-the-vault-alone'],
}

await start({
  openVault: async (url) => {
    await new DefaultAzureCredential().getToken('https://management.azure.com/.default')
    return openVault(url)
  },
})
