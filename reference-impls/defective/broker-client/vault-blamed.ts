import { reference, startWith } from './base/vault.ts'

export const defect = {
  title: 'A broker that does not answer is told as a vault that does not',
  description: 'The credential waits for longer than the page, so that its own error comes too late.',
  foundBy: ['token-broker.client.broker-silent'],
}

startWith((settings) => reference(settings, { timeoutMs: settings.timeoutMs * 2 }))
