import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'

import type { Secret } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'A vault that refuses is asked again at once, and again',
  description: 'A loop around the SDK, and the pauses of the SDK taken out: it makes an outage of a vault worse.',
  foundBy: [
    'configuration.key-vault.retries.throttled',
    'configuration.key-vault.retries.unavailable',
    'configuration.key-vault.retries.forbidden',
    'configuration.key-vault.challenge.without-end',
  ],
}

await start({
  openVault: async (url) => {
    const retryOptions = { maxRetries: 10, retryDelayInMs: 1, maxRetryDelayInMs: 1 }
    const client = new SecretClient(url, new DefaultAzureCredential(), { retryOptions })
    const insist = async (name: string, abortSignal: AbortSignal, left: number): Promise<Secret> => {
      try {
        const { value } = await client.getSecret(name, { abortSignal })
        return { value, enabled: true, notBefore: undefined, expires: undefined }
      } catch (error) {
        if (left === 0) throw error
        return insist(name, abortSignal, left - 1)
      }
    }
    return { getSecret: (name, signal) => insist(name, signal, 25) }
  },
})
