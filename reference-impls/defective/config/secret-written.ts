import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'

import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'Whoever reads a secret leaves a mark on it',
  description: '`updateSecretProperties(…, { tags: { reader } })`: a service that reads settings asks to change them.',
  foundBy: ['configuration.key-vault.least-privilege.write'],
}

await start({
  openVault: async (url) => {
    const vault = await openVault(url)
    const client = new SecretClient(url, new DefaultAzureCredential())
    return {
      async getSecret(name, signal) {
        const secret = await vault.getSecret(name, signal)
        await client.updateSecretProperties(name, '', { tags: { reader: 'claims-api' } }).catch(() => {})
        return secret
      },
    }
  },
})
