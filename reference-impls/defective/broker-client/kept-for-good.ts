import { byHand, startWith } from './base/vault.ts'

export const defect = {
  title: 'When a token expires is not read',
  description: 'The SDK is told that it is good for a year.',
  foundBy: ['token-broker.client.expired', 'token-broker.client.expired-while-gone'],
}

startWith(
  byHand(async (last, ask) => {
    const { token } = last ?? (await ask())
    return { token, expiresOnTimestamp: Date.now() + 365 * 86_400_000 }
  }),
)
