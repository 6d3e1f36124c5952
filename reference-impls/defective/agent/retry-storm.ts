import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'Whatever fails is tried again, fifteen times, at once',
  description: 'A loop around fetch that looks neither at the status nor at Retry-After.',
  foundBy: [
    'credentials.managed-identity.role-missing-not-repeated',
    'credentials.managed-identity.model-token-refused-no-loop',
    'credentials.managed-identity.sessions-token-refused-no-loop',
    'credentials.managed-identity.model-throttled',
    'credentials.managed-identity.sessions-throttled',
    'credentials.managed-identity.model-503',
    'credentials.managed-identity.sessions-503',
  ],
}

const attempts = 15

start(process.env, {
  async fetch(input, init) {
    let answer = await fetch(input, init)
    for (let n = 1; n < attempts && !answer.ok; n += 1) answer = await fetch(input, init)
    return answer
  },
})
