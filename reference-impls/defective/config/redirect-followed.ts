import { DefaultAzureCredential } from '@azure/identity'

import type { Secret } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'A redirect is followed with the token',
  description: 'A client written by hand follows every Location with the same headers, to whichever host it names.',
  foundBy: ['configuration.key-vault.challenge.redirect'],
}

function secretOf(body: unknown): Secret {
  const value = typeof body === 'object' && body !== null && 'value' in body ? String(body.value) : undefined
  return { value, enabled: true, notBefore: undefined, expires: undefined }
}

await start({
  openVault: async (url) => ({
    async getSecret(name, signal) {
      const { token } = await new DefaultAzureCredential().getToken('https://vault.azure.net/.default')
      const headers = { authorization: `Bearer ${token}` }
      const get = (address: string): Promise<Response> => fetch(address, { headers, redirect: 'manual', signal })
      let answer = await get(`${url}/secrets/${name}?api-version=7.4`)
      if (!answer.ok) answer = await get(`${url}/secrets/${name}?api-version=7.4`)
      const location = answer.headers.get('location')
      if (location !== null) answer = await get(location)
      return secretOf(await answer.json())
    },
  }),
})
