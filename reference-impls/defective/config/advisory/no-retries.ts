import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'

import { start } from '../base/start.ts'

export const defect = {
  title: 'One bad answer of the vault ends the start',
  description: '`retryOptions: { maxRetries: 0 }`: a hiccup of a second, or a Retry-After, is an outage.',
  foundBy: ['configuration.key-vault.retries.once-unavailable', 'configuration.key-vault.retries.retry-after'],
}

await start({
  openVault: async (url) => {
    const client = new SecretClient(url, new DefaultAzureCredential(), { retryOptions: { maxRetries: 0 } })
    return {
      async getSecret(name, abortSignal) {
        const { value, properties } = await client.getSecret(name, { abortSignal })
        const { enabled = true, notBefore, expiresOn } = properties
        return { value, enabled, notBefore, expires: expiresOn }
      },
    }
  },
})
