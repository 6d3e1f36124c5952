import { describe, expect, it } from 'vitest'

import { tokenFor } from '../key-vault/testing/vault.ts'
import { ask, contosoId } from '../testing/cloud.ts'
import { resourceGroup, subscription } from '../testing/workload.ts'
import { accountId, cloud, post, principalId } from './testing/services.ts'

describe('Azure OpenAI', () => {
  const resource = 'https://cognitiveservices.azure.com'
  const url = 'https://aoai.openai.azure.com/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21'
  const v1 = 'https://aoai.openai.azure.com/openai/v1/chat/completions'
  const chat = {
    model: 'gpt-4o-mini',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ],
  }

  it.each([url, v1, url.replace('gpt-4o-mini', 'GPT-4o-Mini')])('completes a chat at %s', async (address) => {
    const mock = cloud('Cognitive Services User', accountId)
    const answer = await ask(mock, address, post(chat, await tokenFor(mock, resource)))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      created: Math.floor(mock.clock.now() / 1000),
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello' } }],
      usage: { total_tokens: 3 },
    })
    expect(mock.ledger.count({ endpoint: 'azure-openai.chat-completions', tenantId: contosoId })).toBe(1)
  })

  it('streams where it is asked to', async () => {
    const mock = cloud('Cognitive Services OpenAI User')
    const answer = await ask(mock, v1, post({ ...chat, stream: true }, await tokenFor(mock, resource)))
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const events = (await answer.text()).split('\n\n')
    expect(events[0]).toContain('"delta":{"role":"assistant","content":"Hello"}')
    expect(events.slice(2)).toEqual(['data: [DONE]', ''])
  })

  it('refuses a token for another audience, and none at all', async () => {
    const mock = cloud('Cognitive Services User')
    const wrong = await ask(mock, url, post(chat, await tokenFor(mock, 'https://management.azure.com')))
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ statusCode: 401, message: expect.stringContaining(resource) })
    expect((await ask(mock, url, post(chat))).status).toBe(401)
    expect((await ask(mock, url, { ...post(chat), headers: { 'api-key': 'x' } })).status).toBe(401)
  })

  it.each<[string | undefined, string]>([
    [undefined, subscription],
    ['Reader', accountId],
    ['Cognitive Services User', `${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/another`],
  ])('lacks the permission of the role %s at %s', async (role, scope) => {
    const mock = cloud(role, scope)
    const answer = await ask(mock, url, post(chat, await tokenFor(mock, resource)))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({
      error: { code: 'PermissionDenied', message: expect.stringContaining(principalId) },
    })
  })

  it.each<[string, unknown, number]>([
    [url.replace('gpt-4o-mini', 'gpt-5'), chat, 404],
    [v1, { ...chat, model: 'gpt-5' }, 404],
    [v1, { messages: chat.messages }, 404],
    [url.replace(/\?.*/, ''), chat, 404],
    [url, { messages: [] }, 400],
    [url, 'no object', 400],
  ])('answers %s with %j by %i', async (address, body, status) => {
    const mock = cloud('Cognitive Services User')
    expect((await ask(mock, address, post(body, await tokenFor(mock, resource)))).status).toBe(status)
  })
})
