import { byHand, isGood, startWithManyClients } from './base/vault.ts'

export const defect = {
  title: 'After a failure the broker is asked again at once',
  description: 'A failure is not remembered, nor what it said about when to come back.',
  foundBy: ['token-broker.client.no-storm', 'token-broker.client.retry-after'],
}

startWithManyClients(byHand(async (last, ask) => (last !== undefined && isGood(last) ? last : ask())))
