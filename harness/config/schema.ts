import { z } from 'zod'

import { agentSchema, type AgentConfig } from './agent-schema.ts'
import { type ApiConfig, apiSchema } from './api-schema.ts'
import { brokerSchema, type BrokerConfig } from './broker-schema.ts'
import { keyVaultSchema } from './key-vault-schema.ts'
import { webAppSchema, type WebAppConfig } from './web-app-schema.ts'

const knownFailingSchema = z.strictObject({
  case: z.string().min(1).describe('A case id or glob.'),
  reason: z.string().min(1).describe('Why you accept it; the reports show it.'),
})

const systemNames = ['api', 'webApp', 'agent', 'broker'] as const

/** `conformance.yaml`, `.json` or `.ts`. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional(),
    api: apiSchema.optional(),
    webApp: webAppSchema.optional(),
    agent: agentSchema.optional(),
    broker: brokerSchema.optional(),
    keyVault: keyVaultSchema.optional(),
    knownFailing: z
      .array(knownFailingSchema)
      .default([])
      .describe('Cases that fail for a reason you accept; they still run, and a pass is reported.'),
    timeouts: z
      .strictObject({
        exchangeMs: z.int().min(50).max(60_000).default(5000).describe('One exchange, in milliseconds. Default 5000.'),
      })
      .prefault({}),
  })
  .refine(
    (config) => systemNames.filter((name) => config[name] !== undefined).length === 1,
    'describe exactly one of api, webApp, agent and broker',
  )
  .meta({ oneOf: systemNames.map((name) => ({ type: 'object', properties: { [name]: {} }, required: [name] })) })

/** What a team writes. */
export type ConfigInput = z.input<typeof configSchema>
type Parsed = z.output<typeof configSchema>
type Shared = Omit<Parsed, (typeof systemNames)[number]>

/** With every default in place: the configuration of an API. */
export type Config = Shared & { readonly api: ApiConfig }
/** The configuration of what signs users in, holds credentials or hands out tokens. */
export type ClientConfig = Shared &
  (
    | { readonly webApp: WebAppConfig; readonly agent?: undefined; readonly broker?: undefined }
    | { readonly agent: AgentConfig; readonly webApp?: undefined; readonly broker?: undefined }
    | { readonly broker: BrokerConfig; readonly webApp?: undefined; readonly agent?: undefined }
  )
export type AnyConfig = Config | ClientConfig

export function isApiConfig(config: AnyConfig): config is Config {
  return 'api' in config && config.api !== undefined
}

/** The system that a configuration describes. */
export function systemOf(config: AnyConfig): ApiConfig | WebAppConfig | AgentConfig | BrokerConfig {
  if (isApiConfig(config)) return config.api
  return config.webApp ?? config.agent ?? config.broker
}

/**
 * A parsed configuration as one of its kinds.
 * @throws {Error} where there is no system, which the schema does not let through
 */
export function kindOf(parsed: Parsed): AnyConfig {
  const { api, webApp, agent, broker, ...shared } = parsed
  if (api !== undefined) return { ...shared, api }
  if (webApp !== undefined) return { ...shared, webApp }
  if (agent !== undefined) return { ...shared, agent }
  if (broker !== undefined) return { ...shared, broker }
  throw new Error('a configuration without a system')
}

/** The configuration of an API alone. */
export const apiConfigSchema = configSchema.transform((parsed, context): Config => {
  const config = kindOf(parsed)
  if (isApiConfig(config)) return config
  context.issues.push({ code: 'custom', message: 'describes no API', input: parsed })
  return z.NEVER
})

/** For `conformance.config.ts`: types and completion, no change to the value. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}
