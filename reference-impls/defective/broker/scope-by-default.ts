import { start } from '../../node/token-broker/server.ts'
import { scopePolicy } from '../../node/token-broker/scopes.ts'

export const defect = {
  title: 'Without a scope the first one allowed is taken',
  description: 'A caller that forgets to say what for gets a token all the same.',
  foundBy: ['token-broker.access.scope-missing', 'token-broker.access.scope-empty'],
}

start(process.env, {
  scopePolicy: (allowed) => {
    const judge = scopePolicy(allowed)
    const [first = ''] = allowed
    return (asked) => judge([asked[0] === undefined || asked[0] === '' ? first : asked[0], ...asked.slice(1)])
  },
})
