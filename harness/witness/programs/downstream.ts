/**
 * An agent without a secret: it asks a model and runs code in a session, each with a token of its own. The environment
 * says where; scopes can be set to see what a wrong one gets.
 */
import { DefaultAzureCredential } from '@azure/identity'

import { print } from './outcome.ts'

const credential = new DefaultAzureCredential()

async function post(url: string, scope: string, body: unknown) {
  const { token } = await credential.getToken(scope)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

const {
  AZURE_OPENAI_ENDPOINT: model = '',
  AZURE_OPENAI_SCOPE: modelScope = 'https://cognitiveservices.azure.com/.default',
  SESSION_POOL_ENDPOINT: pool = '',
  SESSION_POOL_SCOPE: poolScope = 'https://dynamicsessions.io/.default',
} = process.env

const chat = await post(`${model}/openai/v1/chat/completions`, modelScope, {
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'print(6 * 7)' }],
})
const run = await post(`${pool}/executions?api-version=2025-10-02-preview&identifier=user-1`, poolScope, {
  code: 'print(6 * 7)',
})
print({ chat, run })
