import { start } from '../../../node/web-app/src/server.ts'
import { changeTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'The identity is named as the client',
  description: 'Two client IDs in the settings, and the wrong one in the request.',
  foundBy: ['credentials.federated.client'],
}

changeTokenRequests(({ form }) => {
  const identity = process.env['MANAGED_IDENTITY_CLIENT_ID']
  if (identity !== undefined) form.set('client_id', identity)
})
start()
