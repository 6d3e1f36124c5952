import { z } from 'zod'

import type { AzureSettings } from '../settings.ts'
import { askService } from './service.ts'
import type { Service, ServiceCaller } from './service.ts'

/** Answers a message. */
export type Chat = (message: string) => Promise<string>

const completion = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })], z.unknown()),
})

const instructions = 'You are a helpful assistant. Answer briefly, in plain text.'

/**
 * Chat completions of the deployed model, by the v1 API, which needs no api-version.
 * Source: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
 */
export function createChat(caller: ServiceCaller, { openAi }: Pick<AzureSettings, 'openAi'>): Chat {
  const { endpoint, scope, deployment } = openAi
  const service: Service = {
    name: 'Azure OpenAI',
    endpoint,
    scope,
    scopeSetting: 'AZURE_OPENAI_AUDIENCE',
    role: 'Cognitive Services User',
  }
  return async (message) => {
    const messages = [
      { role: 'system', content: instructions },
      { role: 'user', content: message },
    ]
    const { choices } = await askService(caller, service, {
      url: `${endpoint}/openai/v1/chat/completions`,
      body: { model: deployment, messages },
      answer: completion,
    })
    return choices[0].message.content
  }
}
