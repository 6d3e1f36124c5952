import { startWith } from './base/start.ts'

export const defect = {
  title: 'What is to be renewed early counts as expired',
  description: '`refresh_in` is taken for the end of the token: when the renewal fails, so does the call.',
  foundBy: ['caches.tokens.user.refresh-in.outage'],
}

/** Half of the hour that tokens live. */
const renewAfterMs = 30 * 60_000

startWith(({ entra }) => {
  /** One is enough: a stand-in for what each token would have beside it. */
  let came = 0
  return {
    entra: {
      ...entra,
      async redeem(redemption) {
        came = Date.now()
        return entra.redeem(redemption)
      },
      async accessToken(renewal) {
        const token = await entra.accessToken({ ...renewal, force: renewal.force || Date.now() - came >= renewAfterMs })
        if (Date.now() - came >= renewAfterMs) came = Date.now()
        return token
      },
    },
  }
})
