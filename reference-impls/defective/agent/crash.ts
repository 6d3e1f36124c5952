import { createAgent } from '../../node/agent-app/agent.ts'
import { listen } from '../../node/agent-app/server.ts'
import { readSettings } from '../../node/agent-app/settings.ts'

export const defect = {
  title: 'A failure of a service ends the process',
  description: 'An error that nobody catches: one call in trouble takes all others with it.',
  foundBy: [
    'credentials.managed-identity.model-500',
    'credentials.managed-identity.model-html',
    'credentials.managed-identity.model-empty',
    'credentials.managed-identity.model-truncated',
    'credentials.managed-identity.model-reset',
    'credentials.managed-identity.model-silent',
    'credentials.managed-identity.model-other-json',
    'credentials.managed-identity.sessions-500',
    'credentials.managed-identity.sessions-html',
    'credentials.managed-identity.sessions-empty',
    'credentials.managed-identity.sessions-truncated',
    'credentials.managed-identity.sessions-reset',
    'credentials.managed-identity.sessions-silent',
    'credentials.managed-identity.sessions-other-json',
  ],
}

const settings = readSettings(process.env)
const agent = createAgent(settings)

listen(settings, {
  fetch: async (request) => {
    const answer = await agent.fetch(request)
    if (answer.status >= 500) {
      // Once this answer is on its way, and before any other request is looked at.
      setImmediate(() => {
        throw new Error('nobody caught this')
      })
    }
    return answer
  },
})
