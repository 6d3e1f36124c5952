import { z } from 'zod'

import { envSchema, sourcesSchema } from './parts.ts'

/** Settings that come from Key Vault where one is named. Stands beside any system. */
export const keyVaultSchema = z.strictObject({
  env: envSchema
    .default({ AZURE_KEY_VAULT_URL: '${keyVaultUrl}' })
    .describe('Switches it on. Default `AZURE_KEY_VAULT_URL: ${keyVaultUrl}`.'),
  secrets: z
    .record(z.string(), z.string().min(1))
    .refine((secrets) => Object.keys(secrets).length > 0, 'name at least one secret')
    .describe('Setting (variable of `env`, whose value the secret gets) to name of the secret.'),
  guids: z
    .array(z.string())
    .optional()
    .describe('Which of the settings must be GUIDs. Default: those whose value in `env` is one.'),
  onFailure: z
    .enum(['fail', 'environment'])
    .default('fail')
    .describe('`fail` (default): it does not start. `environment`: it says so and goes on with the environment.'),
  identity: z
    .enum(['system-assigned', 'user-assigned'])
    .default('system-assigned')
    .describe('Default `system-assigned`.'),
  sources: sourcesSchema,
  rotation: z
    .union([z.literal('restart'), z.strictObject({ seconds: z.number().positive() })])
    .default('restart')
    .describe('When a changed secret counts: at the next start (default), or within so many seconds.'),
  startTimeoutSeconds: z
    .number()
    .positive()
    .default(60)
    .describe('A start with an unreachable vault ends within so long. Default 60.'),
})
