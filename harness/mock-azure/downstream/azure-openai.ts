import { z } from 'zod'

import type { RandomSource } from '../../clock.ts'
import type { JsonObject } from '../../json.ts'
import { guard, type GuardedCloud } from '../access/guard.ts'
import { atEndpoint, createRoutes, type Service, type ServiceContext } from '../service.ts'
import type { AzureOpenAiSeed } from './contract.ts'

const resource = 'https://cognitiveservices.azure.com'
/** The v1 API's own resource; the older one is good for both. */
const audiences = [resource, 'https://ai.azure.com', '7d312290-28c8-473c-a0ed-8e53749b6d6d']

/** Source: https://learn.microsoft.com/azure/ai-services/openai/how-to/role-based-access-control */
const roles = [
  'Cognitive Services User',
  'Cognitive Services OpenAI User',
  'Cognitive Services OpenAI Contributor',
  'Azure AI Developer',
  'Azure AI User',
]

const input = z.looseObject({
  model: z.string().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })).min(1),
  stream: z.boolean().optional(),
})
type ChatRequest = z.infer<typeof input>

/**
 * Chat completions of an Azure OpenAI account. No model answers: the completion repeats the last message.
 * Source: https://learn.microsoft.com/azure/ai-services/openai/reference#chat-completions
 */
export function createAzureOpenAi(
  cloud: GuardedCloud & { readonly random: RandomSource },
  seed: AzureOpenAiSeed,
): Service {
  const app = createRoutes()
  const { tenantId } = seed
  const where = { endpoint: 'azure-openai.chat-completions', tenantId } as const
  app.post('/openai/deployments/:deployment/chat/completions', (context) =>
    atEndpoint(context, where, () => answer(context, context.req.param('deployment'))),
  )
  app.post('/openai/v1/chat/completions', (context) => atEndpoint(context, where, () => answer(context, undefined)))

  async function answer({ req, env }: ServiceContext, deployment: string | undefined): Promise<Response> {
    const verdict = await guard(cloud, { ...seed, audiences, roles }, req.header('authorization'))
    if (verdict.kind === 'unauthorized') return unauthorized()
    if (verdict.kind === 'forbidden') return permissionDenied(verdict.caller.principalId, deployment)
    if (deployment !== undefined && !new URL(req.url).searchParams.get('api-version')) return notFound()
    const asked = readRequest(env.body)
    if (asked === undefined) return failure(400, 'invalid_request_error', 'The request body is not valid.')
    const model = findDeployment(seed, deployment ?? asked.model ?? '')
    if (model === undefined) return noDeployment()
    return asked.stream ? stream(cloud, asked, model) : json(complete(cloud, asked, model))
  }
  return { hosts: new Set([`${seed.name}.openai.azure.com`.toLowerCase()]), app }
}

function readRequest(body: string): ChatRequest | undefined {
  try {
    return input.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}

function findDeployment({ deployments }: AzureOpenAiSeed, name: string): string | undefined {
  return deployments.find((deployment) => deployment.toLowerCase() === name.toLowerCase())
}

type Origin = Pick<GuardedCloud, 'clock'> & { readonly random: RandomSource }

function complete(origin: Origin, asked: ChatRequest, model: string): JsonObject {
  const content = echo(asked)
  const usage = { prompt_tokens: asked.messages.length, completion_tokens: 1, total_tokens: asked.messages.length + 1 }
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }]
  return { ...envelope(origin, model), object: 'chat.completion', choices, usage }
}

/** Server-sent events: the completion in one piece, then the end. */
function stream(origin: Origin, asked: ChatRequest, model: string): Response {
  const chunk = { ...envelope(origin, model), object: 'chat.completion.chunk' }
  const events = [
    { ...chunk, choices: [{ index: 0, delta: { role: 'assistant', content: echo(asked) }, finish_reason: null }] },
    { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  ]
  const text = [...events.map((event) => JSON.stringify(event)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('')
  return new Response(text, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
}

function envelope({ clock, random }: Origin, model: string): JsonObject {
  return { id: `chatcmpl-${random.uuid()}`, created: Math.floor(clock.now() / 1000), model }
}

function echo({ messages }: ChatRequest): string {
  const content = messages.at(-1)?.content
  return typeof content === 'string' ? content : JSON.stringify(content ?? '')
}

function unauthorized(): Response {
  const text = `Access token is missing, invalid, audience is incorrect (${resource}), or have expired.`
  return json({ statusCode: 401, message: `Unauthorized. ${text}` }, 401)
}

/** A missing role is answered with 401, unlike Azure's other services; the code tells it from a bad token. */
function permissionDenied(principalId: string, deployment: string | undefined): Response {
  const action = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action'
  const path = deployment === undefined ? 'v1/chat/completions' : 'deployments/{deployment-id}/chat/completions'
  const lack = `The principal \`${principalId}\` lacks the required data action \`${action}\``
  return failure(401, 'PermissionDenied', `${lack} to perform \`POST /openai/${path}\` operation.`)
}

function notFound(): Response {
  return failure(404, '404', 'Resource not found')
}

function noDeployment(): Response {
  return failure(404, 'DeploymentNotFound', 'The API deployment for this resource does not exist.')
}

function failure(status: number, code: string, message: string): Response {
  return json({ error: { code, message } }, status)
}

function json(body: JsonObject, status = 200): Response {
  return Response.json(body, { status })
}
