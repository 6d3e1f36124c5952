import { reference, startWith } from './base/vault.ts'

export const defect = {
  title: 'Redirects of the broker are followed',
  description: 'Without `redirect`, fetch goes wherever the answer points.',
  foundBy: ['token-broker.client.redirect'],
}

startWith((settings) => reference(settings, { fetch: (input, init) => fetch(input, { ...init, redirect: 'follow' }) }))
