import { startWithIdentity } from '../base/identity.ts'

export const defect = {
  title: 'The source is asked by hand, without the header that it wants',
  description: '`fetch(endpoint)`: neither `Metadata` nor the secret of the platform goes along.',
  foundBy: [
    'credentials.federated.imds.request',
    'credentials.federated.app-service.request',
    'credentials.federated.azure-ml.request',
  ],
}

startWithIdentity((clientId) => async () => {
  const source = process.env['IDENTITY_ENDPOINT'] ?? process.env['MSI_ENDPOINT']
  const endpoint = source ?? 'http://169.254.169.254/metadata/identity/oauth2/token'
  const query = new URLSearchParams({ resource: 'api://AzureADTokenExchange', client_id: clientId })
  const answer = await fetch(`${endpoint}?api-version=2018-02-01&${query.toString()}`)
  const body: unknown = await answer.json()
  if (typeof body === 'object' && body !== null && 'access_token' in body) return String(body.access_token)
  throw new Error(`the source answered ${answer.status}`)
})
