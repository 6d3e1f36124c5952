import { identityToken, startWithIdentity } from '../base/identity.ts'

export const defect = {
  title: 'The token of the identity is fetched at the start, and only then',
  description: 'The settings are to be complete before the first request.',
  foundBy: [
    'credentials.federated.not-at-start',
    'credentials.federated.short-lived',
    'credentials.federated.a-day-later',
  ],
}

const clientId = process.env['MANAGED_IDENTITY_CLIENT_ID']
if (clientId === undefined) throw new Error('MANAGED_IDENTITY_CLIENT_ID is missing')
const first = await identityToken(clientId)().catch(() => '')
startWithIdentity(() => () => Promise.resolve(first))
