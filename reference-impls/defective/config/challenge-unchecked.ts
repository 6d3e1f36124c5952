import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'

import { start } from './base/start.ts'

export const defect = {
  title: 'A token is sent for whatever the challenge names',
  description: '`disableChallengeResourceVerification: true`, once set for a private link and never taken out again.',
  foundBy: [
    'configuration.key-vault.challenge.other-service',
    'configuration.key-vault.challenge.other-domain',
    'configuration.key-vault.challenge.look-alike',
    'configuration.key-vault.challenge.scope',
  ],
}

await start({
  openVault: async (url) => {
    const client = new SecretClient(url, new DefaultAzureCredential(), { disableChallengeResourceVerification: true })
    return {
      async getSecret(name, abortSignal) {
        const { value, properties } = await client.getSecret(name, { abortSignal })
        const { enabled = true, notBefore, expiresOn } = properties
        return { value, enabled, notBefore, expires: expiresOn }
      },
    }
  },
})
