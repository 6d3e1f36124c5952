import { clientWith, fetchAssertion } from '../base/raw-assertion.ts'
import { tokenStore } from '../base/oauth-client.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'Each sign-in asks the identity for a token',
  description: 'Its source was asked by hand, without a cache; the one it gave was good for a day.',
  foundBy: ['credentials.federated.asked-once'],
}

startWith(({ settings }, stores) =>
  settings.credential.kind === 'managed-identity'
    ? { entra: clientWith(settings, tokenStore(stores), () => fetchAssertion(settings)) }
    : {},
)
