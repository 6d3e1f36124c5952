import { ManagedIdentityCredential } from '@azure/identity'

import { reference, startWith } from './base/vault.ts'

export const defect = {
  title: 'Without the broker the program uses an identity of its own',
  description: 'A chain of credentials, in which the one that works takes the place of the one that was meant.',
  foundBy: ['token-broker.client.no-other-credential'],
}

startWith((settings) => {
  const meant = reference(settings)
  const other = new ManagedIdentityCredential()
  return { getToken: (...asked) => meant.getToken(...asked).catch(() => other.getToken(...asked)) }
})
