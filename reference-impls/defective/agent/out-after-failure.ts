import { createAgent } from '../../node/agent-app/agent.ts'
import { listen } from '../../node/agent-app/server.ts'
import { readSettings } from '../../node/agent-app/settings.ts'

export const defect = {
  title: 'After one failure everything is refused, for good',
  description: 'A circuit breaker for both services together, which nothing ever closes.',
  foundBy: [
    'credentials.managed-identity.model-role-missing-sessions-work',
    'credentials.managed-identity.sessions-role-missing-model-works',
    'credentials.managed-identity.role-granted-later',
    'credentials.managed-identity.model-role-granted-later',
    'credentials.managed-identity.identity-assigned-later',
    'credentials.managed-identity.source-recovers',
  ],
}

const settings = readSettings(process.env)
const agent = createAgent(settings)
let broken = false
listen(settings, {
  fetch: async (request) => {
    const isAction = new URL(request.url).pathname.startsWith('/api/')
    if (broken && isAction) return Response.json({ error: 'circuit open' }, { status: 503 })
    const answer = await agent.fetch(request)
    if (isAction && !answer.ok) broken = true
    return answer
  },
})
