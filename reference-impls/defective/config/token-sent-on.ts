import { DefaultAzureCredential } from '@azure/identity'

import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'The token for Key Vault is sent along elsewhere',
  description:
    'One HTTP client with a default Authorization header for everything: Entra ID gets the token of the vault.',
  foundBy: ['configuration.key-vault.identity.token-to-the-vault-alone'],
}

await start({
  openVault: async (url) => {
    const { token } = await new DefaultAzureCredential().getToken('https://vault.azure.net/.default')
    const headers = { authorization: `Bearer ${token}` }
    await fetch('https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration', { headers })
    return openVault(url)
  },
})
