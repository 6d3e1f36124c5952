import { startAround } from './base/vault.ts'

export const defect = {
  title: 'Without a token the vault looks empty',
  description: '`catch { return [] }`: the page is there, and nobody learns that something is wrong.',
  foundBy: [
    'token-broker.client.broker-{down,silent,unavailable,refuses-scope}',
    'token-broker.client.answer-*',
    'token-broker.client.identity-down',
    'token-broker.client.other-secret',
  ],
}

startAround((vault) => ({ list: () => vault.list().catch(() => []) }))
