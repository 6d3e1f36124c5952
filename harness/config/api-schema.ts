import { z } from 'zod'

import { launchSchema, restartableSchema, routeKeySchema } from './parts.ts'

const accessSchema = z.strictObject({
  scopes: z.array(z.string().min(1)).min(1).optional().describe('Delegated callers need any one of these scopes.'),
  roles: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Users need any one of these app roles, besides the scope.'),
  appRoles: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('App-only callers need any one of these app roles. Without it, app-only callers are refused.'),
  body: z.unknown().optional().describe('Sent with an unsafe method, JSON. `${n}` and `${canary}` are replaced.'),
  readBack: routeKeySchema.optional().describe('`GET /path` that shows whether an unsafe request had its effect.'),
  identity: z
    .string()
    .startsWith('/')
    .optional()
    .describe("The answer shows the caller's own record: this JSON pointer is the caller's identity in it."),
})

/**
 * Who may call a route: `anonymous`; `authenticated` (any valid token); or scopes, roles and app roles.
 * Delegated callers are let in when `scopes` or `roles` is given, app-only callers when `appRoles` is.
 */
const routeAccessSchema = z.union([z.literal('anonymous'), z.literal('authenticated'), accessSchema])

/** One route a list item, as an object of one member: `- GET /health: anonymous`. */
const routeSchema = z
  .record(routeKeySchema, routeAccessSchema)
  .refine((route) => Object.keys(route).length === 1, 'one route a list item')

/** A resource whose author alone may change it. */
const ownedResourceSchema = z.strictObject({
  create: routeKeySchema.describe('Makes one; its answer holds the identifier.'),
  read: routeKeySchema.describe('Shows one.'),
  list: routeKeySchema.optional().describe('Shows all.'),
  update: routeKeySchema.describe('Changes one: its author alone may.'),
  delete: routeKeySchema.describe('Removes one: its author alone may.'),
  body: z.record(z.string(), z.unknown()).describe('JSON body for create; `${canary}` becomes a recognisable text.'),
  updateBody: z.record(z.string(), z.unknown()).optional().describe('JSON body for update. Default: `body`.'),
  id: z
    .string()
    .startsWith('/')
    .default('/id')
    .describe("JSON pointer to the new resource's identifier in the answer to create. Default `/id`; `{id}` in paths."),
})

const decision = z.enum(['accept', 'reject'])

/** What the standard leaves to the API. A policy that is not declared is not judged. */
const policiesSchema = z.strictObject({
  missingKid: decision.optional().describe('A token without `kid`.'),
  audienceArray: decision.optional().describe('`aud` is an array that holds our audience.'),
  audienceCaseOrSlash: decision.optional().describe('A v1 `aud` in other letter case, or with a slash at its end.'),
  unknownVersion: decision.optional().describe('`ver` is missing or neither 1.0 nor 2.0.'),
  futureIssuedAt: decision.optional().describe('`iat` lies in the future.'),
  longLifetime: decision.optional().describe('A token that lives for years.'),
  millisecondTimes: decision.optional().describe('`exp` in milliseconds.'),
  extraSpaces: decision.optional().describe('Several spaces between `Bearer` and the token.'),
  repeatedToken: decision
    .optional()
    .describe('The same valid token in two `Authorization` headers, or in the header and the query.'),
})

/** What a team declares of its API. */
export const apiSchema = z
  .strictObject({
    name: z.string().optional().describe("Shown in reports. Default: the config file's folder."),
    launch: launchSchema.optional().describe('Starts the target as a process.'),
    module: z
      .string()
      .optional()
      .describe(
        'Runs it in this process: a module whose default export takes the environment and gives `{ fetch(request) }`.',
      ),
    listen: z
      .boolean()
      .default(true)
      .describe(
        'With `module`: also serve it on a loopback socket, so that malformed requests can be tried. Default true.',
      ),
    env: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .default({})
      .describe("The target's own settings. Values may hold `${variable}`."),
    tokenVersions: z
      .array(z.enum(['1.0', '2.0']))
      .min(1)
      .default(['2.0'])
      .describe("Versions of access token the API accepts; its registration's requestedAccessTokenVersion."),
    routes: z
      .array(routeSchema)
      .min(1)
      .describe(
        'Who may call what, one route an item. Users are let in by `scopes` or `roles`, applications by `appRoles`.',
      ),
    resource: ownedResourceSchema.optional().describe('A resource whose author alone may change it.'),
    tenants: z
      .enum(['single', 'any', 'allow-list'])
      .default('single')
      .describe('`single` (default), `any`, or `allow-list` (the home tenant and `${secondTenantId}`).'),
    clients: z
      .enum(['any', 'allow-list'])
      .default('any')
      .describe('`any` (default) or `allow-list`: only `${webAppClientId}` and `${daemonClientId}` may call.'),
    confidentialClientsOnly: z
      .boolean()
      .default(false)
      .describe('Callers must have authenticated (azpacr/appidacr 1 or 2). Default false.'),
    clockToleranceSeconds: z
      .number()
      .min(0)
      .max(3600)
      .default(300)
      .describe("Default 300, the usual allowance of Microsoft's libraries."),
    signingKeys: z
      .strictObject({
        maxAgeSeconds: z
          .number()
          .min(0)
          .default(86_400)
          .describe('How long a retired key may still be honoured. Default 86400.'),
        agedBy: z
          .enum(['wall-clock', 'monotonic-clock'])
          .default('wall-clock')
          .describe(
            'What measures the age of its keys. Only the wall clock can be moved to a day later; `monotonic-clock` is what lru-cache uses, and with it jwks-rsa and get-jwks. Default `wall-clock`.',
          ),
        maxRefetchesPerBurst: z
          .int()
          .min(1)
          .default(3)
          .describe('How many fetches a burst of unknown key ids may cause. Default 3.'),
        refetchCooldownSeconds: z
          .number()
          .min(0)
          .max(600)
          .default(30)
          .describe(
            "How long after a fetch an unknown key id causes no other. Default 30, jose's and others' default.",
          ),
      })
      .prefault({}),
    cors: z
      .strictObject({
        allowedOrigins: z.array(z.string()).min(1).describe('Origins, or `*`.'),
        credentials: z.boolean().default(false).describe('Answers allow credentials.'),
      })
      .optional(),
    claimsChallenge: z
      .strictObject({ route: routeKeySchema, acrs: z.string() })
      .optional()
      .describe('The route answers an `acrs` claims challenge.'),
    policies: policiesSchema
      .prefault({})
      .describe('What the standard leaves to the API. What is not declared is not judged.'),
    restartable: restartableSchema,
  })
  .refine((api) => (api.launch === undefined) !== (api.module === undefined), 'give either launch or module')
  .superRefine((api, context) => {
    const declared = new Set(api.routes.flatMap((route) => Object.keys(route)))
    for (const { path, key } of routeReferences(api)) {
      if (declared.has(key)) continue
      context.addIssue({ code: 'custom', path: [...path], message: `${key} is not among the routes` })
    }
  })

/** Where a route is named that `routes` must declare. */
function routeReferences(api: {
  readonly routes: readonly Readonly<Record<string, z.output<typeof routeAccessSchema>>>[]
  readonly resource?: z.output<typeof ownedResourceSchema> | undefined
  readonly claimsChallenge?: { readonly route: string } | undefined
}): readonly { readonly path: readonly PropertyKey[]; readonly key: string }[] {
  const readBacks = api.routes.flatMap((route, index) =>
    Object.entries(route).flatMap(([name, access]) =>
      typeof access === 'string' || access.readBack === undefined
        ? []
        : [{ path: ['routes', index, name, 'readBack'], key: access.readBack }],
    ),
  )
  const { create, read, list, update, delete: remove } = api.resource ?? {}
  const parts = Object.entries({ create, read, list, update, delete: remove }).flatMap(([name, key]) =>
    key === undefined ? [] : [{ path: ['resource', name], key }],
  )
  const challenge =
    api.claimsChallenge === undefined ? [] : [{ path: ['claimsChallenge', 'route'], key: api.claimsChallenge.route }]
  return [...readBacks, ...parts, ...challenge]
}

export type ApiConfig = z.output<typeof apiSchema>
