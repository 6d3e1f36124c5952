import { start } from '../../../node/agent-app/server.ts'
import type { TokenSource } from '../../../node/agent-app/services/service.ts'
import { appService, rawIdentity } from '../base/raw-identity.ts'
import { keptForGood } from '../base/tokens.ts'

export const defect = {
  title: 'A source that fails once is not asked again for a minute',
  description: 'No retry at all, and a failure is remembered far too long.',
  foundBy: [
    'credentials.managed-identity.source-500-once',
    'credentials.managed-identity.source-404-once',
    'credentials.managed-identity.source-429-once',
  ],
}

const minuteMs = 60_000

start(process.env, {
  credential: () => rawIdentity(appService()),
  tokens: (credential): TokenSource => {
    const tokens = keptForGood(credential, (scope) => scope)
    let failedUntil = 0
    return async (scope) => {
      if (Date.now() < failedUntil) throw new Error('the source failed a moment ago')
      try {
        return await tokens(scope)
      } catch (error) {
        failedUntil = Date.now() + minuteMs
        throw error
      }
    }
  },
})
