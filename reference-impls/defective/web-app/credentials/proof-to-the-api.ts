import { startWith } from '../base/start.ts'
import { changeTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'The API is sent the proof of the app',
  description: 'One variable `token`, which the last request for a token wrote to.',
  foundBy: ['credentials.certificate.to-entra-alone', 'credentials.federated.not-to-the-api'],
}

let token = ''
changeTokenRequests(({ form }) => {
  token = form.get('client_assertion') ?? ''
})
startWith(({ api }) => ({ api: { send: (request, _, correlationId) => api.send(request, token, correlationId) } }))
