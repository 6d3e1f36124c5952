import { start } from '../../../node/agent-app/server.ts'
import { appService, rawIdentity } from '../base/raw-identity.ts'
import { keptForGood } from '../base/tokens.ts'

export const defect = {
  title: 'First calls at the same time each ask for a token',
  description: 'What is on its way is not remembered, only what has come.',
  foundBy: ['credentials.managed-identity.first-calls-share'],
}

const hourMs = 3_600_000

start(process.env, {
  credential: () => rawIdentity(appService()),
  tokens: (credential) => {
    let tokens = keptForGood(credential, (scope) => scope)
    setInterval(() => (tokens = keptForGood(credential, (scope) => scope)), hourMs).unref()
    return (scope) => tokens(scope)
  },
})
