import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'Without a token the services are called all the same',
  description: '`Bearer undefined`: the failure of the source shows as a refusal of the service.',
  foundBy: [
    'credentials.managed-identity.identity-missing',
    'credentials.managed-identity.source-500',
    'credentials.managed-identity.source-404',
    'credentials.managed-identity.source-410',
    'credentials.managed-identity.source-429',
    'credentials.managed-identity.source-403',
    'credentials.managed-identity.source-html',
    'credentials.managed-identity.source-empty',
    'credentials.managed-identity.source-truncated',
    'credentials.managed-identity.source-reset',
    'credentials.managed-identity.source-silent',
    'credentials.managed-identity.source-no-token',
  ],
}

const patienceMs = 2000

start(process.env, {
  tokens: (credential) => async (scope) => {
    const token = credential.getToken(scope).catch(() => undefined)
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs, undefined))
    return String((await Promise.race([token, late]))?.token)
  },
})
