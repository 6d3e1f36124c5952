import type { TokenCredential } from '@azure/identity'

import { start } from '../../node/agent-app/server.ts'
import { appService, rawIdentity } from './base/raw-identity.ts'

export const defect = {
  title: 'A source that throttles is asked again at once',
  description: 'Retry-After is not read.',
  foundBy: ['credentials.managed-identity.source-retry-after'],
}

const attempts = 3

function insisting(credential: TokenCredential): TokenCredential {
  return {
    async getToken(scopes, options) {
      for (let n = 1; n < attempts; n += 1) {
        const token = await credential.getToken(scopes, options).catch(() => undefined)
        if (token) return token
      }
      return credential.getToken(scopes, options)
    },
  }
}

start(process.env, { credential: () => insisting(rawIdentity(appService())) })
