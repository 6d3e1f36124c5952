import { readFile } from 'node:fs/promises'

import { start } from '../../node/agent-app/server.ts'
import { rawIdentity } from './base/raw-identity.ts'

export const defect = {
  title: 'The file of a challenge is read wherever it is',
  description:
    'On an Arc-enabled server the realm names the file with the key; that it may name any is not thought of.',
  foundBy: ['credentials.managed-identity.arc-other-file'],
}

const endpoint = process.env['IDENTITY_ENDPOINT'] ?? ''
const metadata = 'true'

start(process.env, {
  credential: () => ({
    async getToken(scopes) {
      const query = new URLSearchParams({ 'api-version': '2020-06-01', resource: 'https://management.azure.com' })
      const challenge = await fetch(`${endpoint}?${query.toString()}`, { headers: { metadata } })
      const file = challenge.headers.get('www-authenticate')?.replace('Basic realm=', '') ?? ''
      const key = (await readFile(file, 'utf8')).trim()
      const headers = { metadata, authorization: `Basic ${key}` }
      return rawIdentity({ endpoint, headers, apiVersion: '2020-06-01' }).getToken(scopes)
    },
  }),
})
