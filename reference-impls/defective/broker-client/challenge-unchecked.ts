import { SecretClient } from '@azure/keyvault-secrets'

import { start } from '../../node/broker-client/server.ts'
import { reference } from './base/vault.ts'

export const defect = {
  title: 'The vault is given a token for whatever it asks',
  description: '`disableChallengeResourceVerification`, which is meant for vaults under other domain names.',
  foundBy: ['token-broker.client.challenge-for-other-resource'],
}

start(process.env, {
  vault: (settings) => {
    const client = new SecretClient(settings.vaultUrl, reference(settings), {
      disableChallengeResourceVerification: true,
    })
    return {
      list: async () => {
        const secrets = await Array.fromAsync(client.listPropertiesOfSecrets())
        return secrets.map(({ name }) => ({ name, enabled: true, updatedOn: undefined }))
      },
    }
  },
})
