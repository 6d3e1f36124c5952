import { createAgent } from '../../node/agent-app/agent.ts'
import { listen } from '../../node/agent-app/server.ts'
import { readSettings } from '../../node/agent-app/settings.ts'

export const defect = {
  title: 'Every failure is a 500 that says nothing',
  description: 'One handler for all errors: nobody learns that a role is missing, or that an audience is wrong.',
  foundBy: [
    'credentials.managed-identity.model-role-missing',
    'credentials.managed-identity.model-token-refused',
    'credentials.managed-identity.sessions-token-refused',
  ],
}

const settings = readSettings(process.env)
const agent = createAgent(settings)
listen(settings, {
  fetch: async (request) => {
    const answer = await agent.fetch(request)
    return answer.ok ? answer : Response.json({ error: 'Internal Server Error' }, { status: 500 })
  },
})
