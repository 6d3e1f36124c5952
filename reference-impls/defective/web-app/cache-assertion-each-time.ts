import { tokenStore } from './base/oauth-client.ts'
import { clientWith, fetchAssertion } from './base/raw-assertion.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Each exchange fetches a token of the managed identity',
  description: 'A callback that asks the source, by hand and without a cache.',
  foundBy: ['caches.tokens.assertion.reused-for-renewals'],
}

startWith(({ settings }, stores) => ({
  entra: clientWith(settings, tokenStore(stores), () => fetchAssertion(settings)),
}))
