import { start } from '../../../node/web-app/src/server.ts'
import { interceptTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'A refused proof ends the process',
  description: '`process.exit(1)`, so that the platform starts the app anew, which does not help.',
  foundBy: ['credentials.secret.wrong-from-the-start'],
}

interceptTokenRequests(async (request, send) => {
  const answer = await send(request)
  if (!answer.ok) process.exit(1)
  return answer
})
start()
