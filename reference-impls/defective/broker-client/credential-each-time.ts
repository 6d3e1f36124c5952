import { start } from '../../node/broker-client/server.ts'
import { openVault } from '../../node/broker-client/vault.ts'
import { reference } from './base/vault.ts'

export const defect = {
  title: 'Each page makes a credential',
  description: 'The credential keeps its tokens well, and is thrown away with them after each request.',
  foundBy: [
    'token-broker.client.many-calls',
    'token-broker.client.first-calls',
    'token-broker.client.kept-while-good',
    'token-broker.client.broker-gone',
  ],
}

start(process.env, {
  vault: (settings) => ({
    list: () => openVault(settings.vaultUrl, reference(settings), settings.timeoutMs).list(),
  }),
})
