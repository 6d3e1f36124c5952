import { startWith } from './base/start.ts'

export const defect = {
  title: 'The code is redeemed twice',
  description: 'Once to see whether it is good, and once for the tokens: Entra ID refuses the second time.',
  foundBy: ['web-app.sign-in.code-redeemed-once'],
}

startWith(({ entra }) => ({
  entra: {
    ...entra,
    async redeem(redemption) {
      const first = await entra.redeem(redemption)
      return entra.redeem(redemption).catch(() => first)
    },
  },
}))
