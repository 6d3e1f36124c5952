import { z } from 'zod'

import { envSchema, pageSchema, pathSchema, sourcesSchema, systemParts } from './parts.ts'

const pagesSchema = z.strictObject({
  home: pathSchema.default('/').describe('Shows who is signed in. Default `/`.'),
  signIn: pathSchema.default('/login').describe('Leads to Entra ID. Default `/login`.'),
  callback: pathSchema.default('/getAToken').describe('The redirect URI. Default `/getAToken`.'),
  callApi: pageSchema.optional().describe('Calls the API for the user and shows its answer.'),
  signOut: pageSchema.optional().describe('Ends the session and leads to Entra ID to end that one too.'),
  signedOut: pathSchema.optional().describe('Where Entra ID sends the browser after signing out. Default: `home`.'),
  protected: pathSchema.optional().describe('Wants a signed-in user. Default: `callApi`.'),
  frontChannelLogout: pathSchema.optional().describe('Entra ID calls it in a hidden frame when the user signs out.'),
})

const credentialsSchema = z
  .strictObject({
    secret: z
      .strictObject({ env: envSchema.describe('Settings of this kind, for example `${clientSecret}`.') })
      .optional(),
    certificate: z
      .strictObject({
        env: envSchema.describe('For example `${certificateFile}`, `${certificateThumbprint}`.'),
        chain: z.boolean().default(false).describe('Sends its chain (`x5c`). Default false.'),
      })
      .optional(),
    federated: z
      .strictObject({
        env: envSchema.describe('For example `${identityClientId}`.'),
        sources: sourcesSchema,
      })
      .optional(),
  })
  .refine((kinds) => Object.keys(kinds).length > 0, 'name at least one kind of credential')
  .describe('How it proves itself to Entra ID: each kind with its own settings. Every kind is tried.')

const sessionSchema = z
  .strictObject({
    shows: z
      .string()
      .default('${userDisplayName}')
      .describe('What the home page shows only to a signed-in user. Default `${userDisplayName}`.'),
    lifetimeSeconds: z
      .number()
      .positive()
      .optional()
      .describe(
        'After so long a session is over, used or not. Below 3600, cases that take an hour of it do not apply.',
      ),
    idleSeconds: z
      .number()
      .positive()
      .optional()
      .describe(
        'After so long without a request a session is over. Below 3600, cases that take an hour of it do not apply.',
      ),
    persistent: z.boolean().default(false).describe('Sessions outlive a restart. Default false.'),
  })
  .prefault({})

/** A web app that signs users in (authorization code flow) and calls an API for them. */
export const webAppSchema = z.strictObject({
  ...systemParts,
  host: z
    .string()
    .default('localhost')
    .describe('The host in its own URL, `http://{host}:{port}`. Default `localhost`.'),
  pages: pagesSchema.prefault({}),
  credentials: credentialsSchema,
  session: sessionSchema,
  scopes: z
    .array(z.string().min(1))
    .default(['${apiScope}'])
    .describe('What it asks for besides openid, profile and offline_access. Default `${apiScope}`.'),
  api: z
    .strictObject({
      path: pathSchema.default('/api/claims').describe('What it calls at `${apiUrl}`. Default `/api/claims`.'),
      timeoutSeconds: z.number().positive().default(10).describe('It waits for the API no longer. Default 10.'),
    })
    .prefault({}),
  responseMode: z.enum(['query', 'form_post']).default('query').describe('Default `query`.'),
  pkce: z.boolean().default(true).describe('Uses PKCE with S256. Default true.'),
  returnParameter: z
    .string()
    .optional()
    .describe('Query parameter of the sign-in page that says where to go afterwards, for example `next`.'),
  stepUp: z.boolean().default(true).describe('A claims challenge of the API leads to a new sign-in. Default true.'),
  behindTls: z
    .strictObject({
      headers: z.record(z.string(), z.string()).default({}).describe('For example `X-Forwarded-Proto: https`.'),
      env: envSchema.default({}).describe('For example its public URL with https.'),
    })
    .optional()
    .describe('How it learns that browsers reach it by TLS; its cookies must be Secure then.'),
  errorPage: z
    .strictObject({
      contains: z.string().optional().describe('An answer that holds it is an error page, whatever its status.'),
    })
    .prefault({})
    .describe('How it tells the user that something failed. A 4xx or 5xx always is one.'),
})
export type WebAppConfig = z.output<typeof webAppSchema>
