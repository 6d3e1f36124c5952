import { startWith } from './base/start.ts'

export const defect = {
  title: 'After one failure of the token endpoint nobody can sign in any more',
  description: 'The failure is kept as the result of every sign-in to come.',
  foundBy: ['web-app.sign-in.token-endpoint.recovers'],
}

startWith(({ entra }) => {
  let failure: Error | undefined
  return {
    entra: {
      ...entra,
      async redeem(redemption) {
        if (failure !== undefined) throw failure
        try {
          return await entra.redeem(redemption)
        } catch (error) {
          failure = error instanceof Error ? error : undefined
          throw error
        }
      },
    },
  }
})
