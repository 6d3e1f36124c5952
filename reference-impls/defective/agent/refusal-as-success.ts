import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'A refusal looks like an answer',
  description: 'The error is caught and said in a friendly text, with status 200.',
  foundBy: [
    'credentials.managed-identity.model-role-missing',
    'credentials.managed-identity.sessions-role-missing',
    'credentials.managed-identity.model-role-granted-later',
    'credentials.managed-identity.role-granted-later',
    'credentials.managed-identity.identity-missing',
  ],
}

const sorry = 'Sorry, I cannot answer that right now.'
const gently: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init)
  if (answer.ok) return answer
  return Response.json({
    choices: [{ message: { content: sorry } }],
    status: 'Succeeded',
    result: { stdout: sorry, stderr: '', executionResult: '' },
  })
}

start(process.env, {
  fetch: gently,
  tokens: (credential) => async (scope) => {
    const token = await credential.getToken(scope).catch(() => undefined)
    return token?.token ?? 'none'
  },
})
