import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'

import { start } from './base/start.ts'

export const defect = {
  title: 'All secrets of the vault are listed to find two',
  description: '`for await (… of client.listPropertiesOfSecrets())`: it wants to see what else is in the vault.',
  foundBy: ['configuration.key-vault.least-privilege.list'],
}

await start({
  openVault: async (url) => {
    const client = new SecretClient(url, new DefaultAzureCredential())
    return {
      async getSecret(wanted, abortSignal) {
        for await (const { name } of client.listPropertiesOfSecrets({ abortSignal })) {
          if (name !== wanted) continue
          const { value, properties } = await client.getSecret(name, { abortSignal })
          const { enabled = true, notBefore, expiresOn } = properties
          return { value, enabled, notBefore, expires: expiresOn }
        }
        return { value: undefined, enabled: true, notBefore: undefined, expires: undefined }
      },
    }
  },
})
