import { start } from '../../../node/web-app/src/server.ts'
import { copyOf, interceptTokenRequests, removeProof } from '../base/token-requests.ts'

export const defect = {
  title: 'Every request is first sent without a proof',
  description: 'A public client was made confidential: the proof is added when Entra ID asks for it.',
  foundBy: [
    'credentials.secret.sent',
    'credentials.secret.refresh',
    'credentials.certificate.assertion',
    'credentials.federated.assertion',
    'credentials.federated.several-registered',
  ],
}

interceptTokenRequests(async (request, send) => {
  const unproven = copyOf(request)
  removeProof(unproven)
  const answer = await send(unproven)
  return answer.ok ? answer : await send(request)
})
start()
