import { startWith } from './base/start.ts'

export const defect = {
  title: 'A response that comes again signs in again',
  description: 'Results are kept by code, so that reloading the page does no harm; whoever brings the code has them.',
  foundBy: ['web-app.sign-in.code-replayed'],
}

startWith(({ entra, signIns, verifyIdToken }) => {
  const redeemed = new Map<string, ReturnType<typeof entra.redeem>>()
  const pending = new Map<string, Awaited<ReturnType<typeof signIns.finish>>>()
  return {
    verifyIdToken,
    entra: {
      ...entra,
      redeem(redemption) {
        const result = redeemed.get(redemption.code) ?? entra.redeem(redemption)
        redeemed.set(redemption.code, result)
        return result
      },
    },
    signIns: {
      ...signIns,
      async finish(state, browserSecret) {
        const found = pending.get(state) ?? (await signIns.finish(state, browserSecret))
        pending.set(state, found)
        return found
      },
    },
  }
})
