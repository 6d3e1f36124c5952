import { z } from 'zod'

import { envSchema, healthSchema, launchSchema, pathSchema, sourcesSchema, systemParts } from './parts.ts'

const listensSchema = z.enum(['loopback', 'any'])

/** A token broker: it hands tokens of its own identity to callers who know a shared secret. */
export const brokerSchema = z.strictObject({
  ...systemParts,
  token: z
    .strictObject({
      path: pathSchema.default('/token').describe('Default `/token`.'),
      scopeParameter: z.string().default('scope').describe('Query parameter. Default `scope`.'),
      tokenField: pathSchema.default('/token').describe('JSON pointer to the token in its answer. Default `/token`.'),
      expiryField: pathSchema
        .default('/expires_on')
        .describe('JSON pointer to the expiry in its answer. Default `/expires_on`.'),
    })
    .prefault({}),
  secret: z
    .strictObject({
      header: z.string().default('Authorization').describe('Default `Authorization`.'),
      scheme: z.string().default('Bearer').describe('Before the secret; empty: none. Default `Bearer`.'),
    })
    .prefault({})
    .describe('How callers show the secret, `${brokerSecret}`.'),
  allowedScopes: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('What it gives tokens for. Without it: for whatever is asked.'),
  listens: listensSchema
    .default('loopback')
    .describe('Where it listens with `env`: on `loopback` alone, or on `any` address. Default `loopback`.'),
  tls: z
    .strictObject({
      env: envSchema.describe('Added to `env`: for example the paths `${tlsCertificateFile}` and `${tlsKeyFile}`.'),
      listens: listensSchema.default('loopback').describe('Where it listens then. Default `loopback`.'),
    })
    .optional()
    .describe('How it is told to speak TLS, and nothing else, on its port.'),
  client: z
    .strictObject({
      launch: launchSchema.describe('Starts it as a process.'),
      env: envSchema
        .default({})
        .describe(
          'Its own settings: `${brokerUrl}` and `${brokerSecret}` lead it to the broker, `${keyVaultUrl}` to the vault.',
        ),
      health: healthSchema,
      path: pathSchema.describe('A GET of it reads the vault, with a token of the broker.'),
      shows: z
        .string()
        .default('${vaultSecretName}')
        .describe('A text or `/regular expression/` that its answer then holds. Default `${vaultSecretName}`.'),
      blames: z
        .string()
        .default('/token broker/i')
        .describe('What its answer says where the broker gave it no token. Default `/token broker/i`.'),
    })
    .optional()
    .describe("A program that uses the broker as the Azure SDK's credential: tried with the broker behind it."),
  sources: sourcesSchema,
  identity: z
    .enum(['system-assigned', 'user-assigned'])
    .default('system-assigned')
    .describe('Default `system-assigned`.'),
  refreshBeforeSeconds: z
    .number()
    .min(0)
    .default(300)
    .describe('So long before a token expires it fetches another. Default 300.'),
  servesLastGood: z
    .boolean()
    .default(true)
    .describe('While upstream fails it gives out the last token as long as that is valid. Default true.'),
})
export type BrokerConfig = z.output<typeof brokerSchema>
