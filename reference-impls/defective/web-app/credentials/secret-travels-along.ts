import { start } from '../../../node/web-app/src/server.ts'
import { changeTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'A secret travels along with every assertion',
  description: 'The form is built with `client_secret: config.secret ?? "unused"`.',
  foundBy: [
    'credentials.certificate.assertion',
    'credentials.certificate.refresh',
    'credentials.federated.no-secret',
    'credentials.federated.refresh',
    'credentials.federated.many-users',
    'credentials.federated.imds.no-secret',
    'credentials.federated.app-service.no-secret',
    'credentials.federated.azure-ml.no-secret',
  ],
}

changeTokenRequests(({ form }) => {
  if (form.has('client_assertion')) form.set('client_secret', 'unused')
})
start()
