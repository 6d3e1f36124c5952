import { setTimeout as sleep } from 'node:timers/promises'

import { start } from '../../../node/agent-app/server.ts'
import { appService, rawIdentity } from '../base/raw-identity.ts'

export const defect = {
  title: 'A source that throttles is asked again after half a second',
  description: '`Number(retryAfter) || 0.5`: a date is not a number, so the usual pause is made.',
  foundBy: ['caches.tokens.retry-after.identity-date'],
}

const pauseMs = 500

start(process.env, {
  credential: () => {
    const identity = rawIdentity(appService())
    return {
      getToken: (scopes, options) =>
        identity.getToken(scopes, options).catch(async () => {
          await sleep(pauseMs)
          return identity.getToken(scopes, options)
        }),
    }
  },
})
