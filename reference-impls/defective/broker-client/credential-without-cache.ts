import { byHand, startWithManyClients } from './base/vault.ts'

export const defect = {
  title: 'The credential keeps no token',
  description: 'One client of the SDK hides it, and only as long as there is one.',
  foundBy: [
    'token-broker.client.many-calls',
    'token-broker.client.first-calls',
    'token-broker.client.kept-while-good',
    'token-broker.client.broker-gone',
  ],
}

startWithManyClients(byHand((_, ask) => ask()))
