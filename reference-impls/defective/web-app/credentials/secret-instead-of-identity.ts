import { identityToken, startWithIdentity } from '../base/identity.ts'
import { changeTokenRequests, removeProof } from '../base/token-requests.ts'

export const defect = {
  title: 'Where the identity gives no token the old secret is used',
  description:
    '`catch { return clientSecret }`: the secret that was to go is kept for ever, and nobody notices that it is needed.',
  foundBy: [
    'credentials.federated.imds.bad-request',
    'credentials.federated.imds.unauthorized',
    'credentials.federated.imds.forbidden',
    'credentials.federated.imds.server-error',
    'credentials.federated.imds.busy',
    'credentials.federated.imds.html',
    'credentials.federated.imds.empty',
    'credentials.federated.imds.truncated',
    'credentials.federated.imds.reset',
    'credentials.federated.imds.without-token',
    'credentials.federated.imds.not-assigned',
    'credentials.federated.imds.another-assigned',
    'credentials.federated.app-service.bad-request',
    'credentials.federated.app-service.unauthorized',
    'credentials.federated.app-service.forbidden',
    'credentials.federated.app-service.server-error',
    'credentials.federated.app-service.busy',
    'credentials.federated.app-service.html',
    'credentials.federated.app-service.empty',
    'credentials.federated.app-service.truncated',
    'credentials.federated.app-service.reset',
    'credentials.federated.app-service.without-token',
    'credentials.federated.app-service.not-assigned',
    'credentials.federated.app-service.another-assigned',
    'credentials.federated.imds.not-found',
    'credentials.federated.imds.gone',
    'credentials.federated.imds.slow',
  ],
}

const none = 'none'
changeTokenRequests((request) => {
  if (request.form.get('client_assertion') !== none) return
  removeProof(request)
  request.form.set('client_secret', 'the-one-before')
})
const patienceMs = 20_000
startWithIdentity((clientId) => {
  const token = identityToken(clientId)
  return () => {
    const late = new Promise<string>((resolve) => setTimeout(() => resolve(none), patienceMs).unref())
    return Promise.race([token().catch(() => none), late])
  }
})
