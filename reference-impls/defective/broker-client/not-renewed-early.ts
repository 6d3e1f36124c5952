import { byHand, isValid, startWith } from './base/vault.ts'

export const defect = {
  title: 'A token is kept to its very end',
  description: 'What has a second left is handed to the SDK, however often that asks for a fresh one.',
  foundBy: [
    'token-broker.client.renewed-early',
    'token-broker.client.short-lived',
    'token-broker.client.half-life',
    'token-broker.client.last-good',
  ],
}

startWith(byHand(async (last, ask) => (last !== undefined && isValid(last) ? last : ask())))
