import { createAgent } from '../../node/agent-app/agent.ts'
import { listen } from '../../node/agent-app/server.ts'
import { readSettings } from '../../node/agent-app/settings.ts'

export const defect = {
  title: 'Without credentials it falls into demo mode by itself',
  description: 'Convenient on a laptop; in production its users take what was made up for an answer.',
  foundBy: ['credentials.managed-identity.nothing-made-up', 'credentials.managed-identity.identity-missing'],
}

const settings = readSettings(process.env)
const agent = createAgent(settings)
const demo = createAgent(readSettings({ ...process.env, DEMO_MODE: 'true' }))
listen(settings, {
  fetch: async (request) => {
    const again = request.clone()
    const answer = await agent.fetch(request)
    return answer.status === 503 ? demo.fetch(again) : answer
  },
})
