import { z } from 'zod'

import { envSchema, routeKeySchema, sourcesSchema, systemParts } from './parts.ts'

const actionSchema = z.strictObject({
  route: routeKeySchema.describe('For example `POST /chat`.'),
  body: z.unknown().optional().describe('Sent as JSON. `${n}` is replaced.'),
})

/** A service that calls Azure services with a managed identity: a model, a pool of sessions. */
export const agentSchema = z.strictObject({
  ...systemParts,
  actions: z
    .strictObject({
      chat: actionSchema.optional().describe('Asks the model (Azure OpenAI).'),
      code: actionSchema.optional().describe('Runs code in a session (Container Apps dynamic sessions).'),
    })
    .refine((actions) => Object.keys(actions).length > 0, 'declare at least one action'),
  identity: z
    .enum(['system-assigned', 'user-assigned'])
    .default('system-assigned')
    .describe('Which managed identity it uses. Default `system-assigned`.'),
  sources: sourcesSchema,
  scopes: z
    .strictObject({
      chat: z
        .string()
        .default('https://cognitiveservices.azure.com')
        .describe('The resource of its token for the model.'),
      code: z.string().default('https://dynamicsessions.io').describe('The resource of its token for sessions.'),
    })
    .prefault({}),
  credentials: z
    .strictObject({
      environment: z.strictObject({ env: envSchema }).optional().describe('A service principal in the environment.'),
      'workload-identity': z.strictObject({ env: envSchema }).optional().describe('A projected token file.'),
      'azure-cli': z.strictObject({ env: envSchema }).optional().describe("The developer's own sign-in."),
    })
    .prefault({})
    .describe('Credentials it takes where they are, in the order of DefaultAzureCredential.'),
  demo: z
    .strictObject({ env: envSchema.describe('Settings; `null` is not possible: they replace `env` altogether.') })
    .optional()
    .describe('It runs without credentials and without a network.'),
  cachesTokens: z.boolean().default(true).describe('n actions with one token each. Default true.'),
})
export type AgentConfig = z.output<typeof agentSchema>
