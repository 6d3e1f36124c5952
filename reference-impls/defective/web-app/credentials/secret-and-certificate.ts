import { signAssertion } from '../base/own-assertion.ts'
import { startWith } from '../base/start.ts'
import { changeTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'Whatever is configured is sent',
  description: 'A secret and an assertion of the certificate, in one request.',
  foundBy: ['credentials.secret.certificate-beside'],
}

process.env['CLIENT_CREDENTIAL'] = 'secret'
startWith(({ settings }) => {
  if (process.env['CLIENT_CERT_PATH'] === undefined) return {}
  changeTokenRequests(({ form }) => {
    form.set('client_assertion', signAssertion(settings))
    form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
  })
  return {}
})
