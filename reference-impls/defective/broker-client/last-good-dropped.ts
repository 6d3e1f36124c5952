import { byHand, isGood, startWithManyClients } from './base/vault.ts'

export const defect = {
  title: 'A token that cannot be renewed is given up at once',
  description: 'From five minutes before its end on it is not used, whether or not there is another.',
  foundBy: ['token-broker.client.last-good'],
}

startWithManyClients(byHand(async (last, ask) => (last !== undefined && isGood(last) ? last : ask())))
