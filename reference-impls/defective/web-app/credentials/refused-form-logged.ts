import { start } from '../../../node/web-app/src/server.ts'
import { interceptTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'A refused request is logged as it was sent',
  description:
    '`console.error(error.config.data)`: an HTTP client hangs the form on its error, and the secret is in it.',
  foundBy: ['credentials.secret.nowhere-else'],
}

interceptTokenRequests(async (request, send) => {
  const answer = await send(request)
  if (!answer.ok) console.error(`${answer.status} for ${request.form.toString()}`)
  return answer
})
start()
