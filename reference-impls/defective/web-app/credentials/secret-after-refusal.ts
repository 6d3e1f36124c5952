import { start } from '../../../node/web-app/src/server.ts'
import { interceptTokenRequests, removeProof } from '../base/token-requests.ts'

export const defect = {
  title: 'A refused assertion is followed by the old secret',
  description: 'A second try with whatever else is known, so that users get in somehow.',
  foundBy: [
    'credentials.federated.tampered.garbage',
    'credentials.federated.tampered.unsigned',
    'credentials.federated.mismatch.subject',
    'credentials.federated.mismatch.audience',
    'credentials.certificate.unknown',
    'credentials.certificate.removed',
  ],
}

interceptTokenRequests(async (request, send) => {
  const answer = await send(request)
  if (answer.ok || !request.form.has('client_assertion')) return answer
  removeProof(request)
  request.form.set('client_secret', 'the-one-before')
  return await send(request)
})
start()
