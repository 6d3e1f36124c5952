import type { AccessToken } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'

import { start } from '../base/start.ts'

export const defect = {
  title: 'The identity endpoint is asked by hand, for each secret anew',
  description: '`fetch(IDENTITY_ENDPOINT)` in place of the SDK: no cache, no second try, and each start asks twice.',
  foundBy: ['configuration.key-vault.identity.one-token', 'configuration.key-vault.retries.identity-once-unavailable'],
}

async function getToken(): Promise<AccessToken> {
  const { IDENTITY_ENDPOINT = '', IDENTITY_HEADER = '' } = process.env
  const query = 'api-version=2019-08-01&resource=https://vault.azure.net'
  const answer = await fetch(`${IDENTITY_ENDPOINT}?${query}`, { headers: { 'x-identity-header': IDENTITY_HEADER } })
  const body: unknown = await answer.json()
  const token = typeof body === 'object' && body !== null && 'access_token' in body ? String(body.access_token) : ''
  return { token, expiresOnTimestamp: Date.now() + 3_600_000 }
}

await start({
  openVault: async (url) => ({
    async getSecret(name, abortSignal) {
      const { value, properties } = await new SecretClient(url, { getToken }).getSecret(name, { abortSignal })
      const { enabled = true, notBefore, expiresOn } = properties
      return { value, enabled, notBefore, expires: expiresOn }
    },
  }),
})
