import { VaultFailure } from '../../node/broker-client/vault.ts'
import { startAround } from './base/vault.ts'

export const defect = {
  title: 'An error is shown with where in the program it happened',
  description: '`error.stack` in place of `error.message`.',
  foundBy: ['token-broker.client.broker-down', 'token-broker.client.other-secret'],
}

startAround((vault) => ({
  list: () =>
    vault.list().catch((error: unknown) => {
      throw error instanceof Error ? new VaultFailure(503, error.stack ?? '', error) : error
    }),
}))
