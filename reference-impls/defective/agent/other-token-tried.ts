import { start } from '../../node/agent-app/server.ts'
import { uncached } from './base/tokens.ts'
import type { TokenSource } from '../../node/agent-app/services/service.ts'

export const defect = {
  title: 'A token that is refused is followed by the other one',
  description: 'One of them will do: the service that refused learns a token for another.',
  foundBy: [
    'credentials.managed-identity.model-token-refused-no-other',
    'credentials.managed-identity.sessions-token-refused-no-other',
  ],
}

const scopes = ['https://cognitiveservices.azure.com/.default', 'https://dynamicsessions.io/.default']
let tokens: TokenSource = () => Promise.resolve('')

start(process.env, {
  tokens: (credential) => (tokens = uncached(credential)),
  async fetch(input, init) {
    let answer = await fetch(input, init)
    for (const scope of scopes) {
      if (answer.status !== 401) break
      const headers = new Headers(init?.headers)
      headers.set('authorization', `Bearer ${await tokens(scope)}`)
      answer = await fetch(input, { ...init, headers })
    }
    return answer
  },
})
