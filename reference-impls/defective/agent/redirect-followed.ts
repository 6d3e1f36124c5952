import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'A redirect is followed with the token',
  description: 'A loop of its own around redirects sends the same headers to wherever they lead.',
  foundBy: ['credentials.managed-identity.model-redirect', 'credentials.managed-identity.sessions-redirect'],
}

start(process.env, {
  async fetch(input, init) {
    const answer = await fetch(input, init)
    const location = answer.headers.get('location')
    return location === null ? answer : fetch(location, { ...init, redirect: 'manual' })
  },
})
