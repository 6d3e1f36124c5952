import { start } from '../../../node/web-app/src/server.ts'
import { changeTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'The proof goes to the endpoint of all tenants',
  description: '`/organizations/` was copied from a sample for apps of many tenants.',
  foundBy: ['credentials.secret.to-entra-alone', 'credentials.federated.tenant'],
}

changeTokenRequests(({ url }) => {
  url.pathname = '/organizations/oauth2/v2.0/token'
})
start()
