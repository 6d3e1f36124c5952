import { start } from '../../../node/web-app/src/server.ts'
import { changeTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'The assertion is announced as SAML',
  description: 'The type was copied from an example of another flow.',
  foundBy: ['credentials.federated.assertion-type'],
}

changeTokenRequests(({ form }) => {
  form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer')
})
start()
