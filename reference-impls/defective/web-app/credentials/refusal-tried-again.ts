import { start } from '../../../node/web-app/src/server.ts'
import { interceptTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'A refused proof is sent again and again',
  description: 'A loop of retries that does not look at why the request failed.',
  foundBy: [
    'credentials.secret.wrong',
    'credentials.secret.expired',
    'credentials.secret.removed',
    'credentials.certificate.unknown',
    'credentials.certificate.removed',
    'credentials.federated.mismatch.none',
    'credentials.federated.mismatch.issuer',
    'credentials.federated.mismatch.issuer-v1',
    'credentials.federated.mismatch.issuer-slash',
    'credentials.federated.mismatch.subject',
    'credentials.federated.mismatch.subject-client-id',
    'credentials.federated.mismatch.subject-case',
    'credentials.federated.mismatch.audience',
    'credentials.federated.mismatch.audience-case',
  ],
}

interceptTokenRequests(async (request, send) => {
  let answer = await send(request)
  for (let tries = 1; tries < 5 && !answer.ok; tries += 1) answer = await send(request)
  return answer
})
start()
