import { byHand, isGood, startWith } from './base/vault.ts'

export const defect = {
  title: 'While the broker is gone the last token serves, expired or not',
  description: 'Better an old token than none: the SDK is told that it is good for ten more minutes.',
  foundBy: ['token-broker.client.expired-while-gone'],
}

startWith(
  byHand(async (last, ask) => {
    if (last === undefined) return ask()
    if (isGood(last)) return last
    return ask().catch(() => ({ ...last, expiresOnTimestamp: Date.now() + 600_000 }))
  }),
)
