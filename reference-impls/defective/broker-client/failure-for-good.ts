import type { SecretEntry } from '../../node/broker-client/vault.ts'
import { startAround } from './base/vault.ts'

export const defect = {
  title: 'After one failure it does not work any more',
  description: 'What was kept of the first attempt is the promise, which has been rejected.',
  foundBy: ['token-broker.client.recovers'],
}

startAround((vault) => {
  let failed: Promise<readonly SecretEntry[]> | undefined
  return {
    list: () => {
      const list = failed ?? vault.list()
      list.catch(() => (failed = list))
      return list
    },
  }
})
