import { start } from '../../../node/web-app/src/server.ts'
import { changeTokenRequests, removeProof } from '../base/token-requests.ts'

export const defect = {
  title: 'A refresh goes without a proof',
  description: 'The refresh token was taken for proof enough.',
  foundBy: ['credentials.secret.refresh', 'credentials.certificate.refresh', 'credentials.federated.refresh'],
}

changeTokenRequests((request) => {
  if (request.form.get('grant_type') === 'refresh_token') removeProof(request)
})
start()
