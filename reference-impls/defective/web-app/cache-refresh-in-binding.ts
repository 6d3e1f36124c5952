import { Problem } from '../../node/web-app/src/problems.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'What is to be renewed early counts as expired',
  description: '`refresh_in` is taken for the end of the token: when the renewal fails, so does the call.',
  foundBy: ['caches.tokens.user.refresh-in.outage'],
}

/** Half of the hour that tokens live. */
const renewAfterMs = 30 * 60_000

startWith(({ entra }) => {
  const since = new Map<string, number>()
  return {
    entra: {
      ...entra,
      async accessToken(renewal) {
        const began = since.get(renewal.sessionKey) ?? Date.now()
        since.set(renewal.sessionKey, began)
        if (Date.now() - began < renewAfterMs) return entra.accessToken(renewal)
        const token = await entra.accessToken({ ...renewal, force: true })
        since.set(renewal.sessionKey, Date.now())
        if (token === '') throw new Problem(503, 'No token', 'Try again later.', 'no token came')
        return token
      },
    },
  }
})
