import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'A refused request is repeated with the token that was refused',
  description: 'A loop around 401 "until the new token has come", in which no new token is asked for.',
  foundBy: ['caches.tokens.identity.claims-challenge'],
}

const attempts = 4

start(process.env, {
  async fetch(input, init) {
    let answer = await fetch(input, init)
    for (let n = 1; n < attempts && answer.status === 401; n += 1) answer = await fetch(input, init)
    return answer
  },
})
