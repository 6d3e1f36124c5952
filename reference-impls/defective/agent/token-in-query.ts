import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'The token travels in the query',
  description: '`?access_token=`, beside the header: it stands in every log on the way.',
  foundBy: ['credentials.managed-identity.token-in-header'],
}

start(process.env, {
  fetch: (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const authorization = new Headers(init?.headers).get('authorization') ?? ''
    url.searchParams.set('access_token', authorization.replace('Bearer ', ''))
    return fetch(url, init)
  },
})
