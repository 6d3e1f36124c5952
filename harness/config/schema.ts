import { z } from 'zod'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const routePattern = new RegExp(`^(${methods.join('|')}) (/\\S*)$`)

/** `GET /api/claims`: the key of a route. */
const routeKeySchema = z.string().regex(routePattern, 'a route is "METHOD /path", for example "GET /api/claims"')

const accessSchema = z.strictObject({
  /** Delegated callers need any one of these scopes. */
  scopes: z.array(z.string().min(1)).min(1).optional(),
  /** Users need any one of these app roles, besides the scope. */
  roles: z.array(z.string().min(1)).min(1).optional(),
  /** App-only callers need any one of these app roles. Without it, app-only callers are refused. */
  appRoles: z.array(z.string().min(1)).min(1).optional(),
  /** Sent with an unsafe method, JSON. `${n}` and `${canary}` are replaced. */
  body: z.unknown().optional(),
  /** `GET /path` that shows whether an unsafe request had its effect. */
  readBack: routeKeySchema.optional(),
  /** The answer shows the caller's own record: this JSON pointer is the caller's identity in it. */
  identity: z.string().startsWith('/').optional(),
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
  create: routeKeySchema,
  read: routeKeySchema,
  list: routeKeySchema.optional(),
  update: routeKeySchema,
  delete: routeKeySchema,
  /** JSON body for create; `${canary}` becomes a recognisable text. */
  body: z.record(z.string(), z.unknown()),
  /** JSON body for update. Default: `body`. */
  updateBody: z.record(z.string(), z.unknown()).optional(),
  /** JSON pointer to the new resource's identifier in the answer to create. Default `/id`; `{id}` in paths. */
  id: z.string().startsWith('/').default('/id'),
})

const decision = z.enum(['accept', 'reject'])

/** What the standard leaves to the API. A policy that is not declared is not judged. */
const policiesSchema = z.strictObject({
  missingKid: decision.optional(),
  audienceArray: decision.optional(),
  audienceCaseOrSlash: decision.optional(),
  unknownVersion: decision.optional(),
  futureIssuedAt: decision.optional(),
  longLifetime: decision.optional(),
  millisecondTimes: decision.optional(),
  extraSpaces: decision.optional(),
  /** The same valid token in two `Authorization` headers, or in the header and the query. */
  repeatedToken: decision.optional(),
})

const launchSchema = z.union([
  z.string().min(1),
  z.strictObject({
    /** Split as a shell splits words; no shell runs. */
    command: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
    /** Path that answers below 500 once the target is up. Default `/`. */
    ready: z.string().startsWith('/').default('/'),
    /** Default: a free port. It reaches the target as `PORT` and as `${port}`. */
    port: z.int().min(1).max(65535).optional(),
    /** Working directory, relative to the config file. Default: the config file's folder. */
    cwd: z.string().optional(),
    /** Default 30. */
    timeoutSeconds: z.number().positive().max(600).default(30),
  }),
])

const apiSchema = z
  .strictObject({
    /** Shown in reports. Default: the config file's folder. */
    name: z.string().optional(),
    /** Starts the target as a process. */
    launch: launchSchema.optional(),
    /** Runs it in this process: a module whose default export takes the environment and gives `{ fetch(request) }`. */
    module: z.string().optional(),
    /** With `module`: also serve it on a loopback socket, so that malformed requests can be tried. Default true. */
    listen: z.boolean().default(true),
    /** The target's own settings. Values may hold `${variable}`. */
    env: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
    /** Versions of access token the API accepts; its registration's requestedAccessTokenVersion. */
    tokenVersions: z
      .array(z.enum(['1.0', '2.0']))
      .min(1)
      .default(['2.0']),
    routes: z.array(routeSchema).min(1),
    resource: ownedResourceSchema.optional(),
    /** `single` (default), `any`, or `allow-list` (the home tenant and `${secondTenantId}`). */
    tenants: z.enum(['single', 'any', 'allow-list']).default('single'),
    /** `any` (default) or `allow-list`: only `${webAppClientId}` and `${daemonClientId}` may call. */
    clients: z.enum(['any', 'allow-list']).default('any'),
    /** Callers must have authenticated (azpacr/appidacr 1 or 2). Default false. */
    confidentialClientsOnly: z.boolean().default(false),
    /** Default 300, the usual allowance of Microsoft's libraries. */
    clockToleranceSeconds: z.number().min(0).max(3600).default(300),
    signingKeys: z
      .strictObject({
        /** How long a retired key may still be honoured. Default 86400. */
        maxAgeSeconds: z.number().min(0).default(86_400),
        /** How many fetches a burst of unknown key ids may cause. Default 3. */
        maxRefetchesPerBurst: z.int().min(1).default(3),
        /** How long after a fetch an unknown key id causes no other. Default 30, jose's and others' default. */
        refetchCooldownSeconds: z.number().min(0).max(600).default(30),
      })
      .prefault({}),
    cors: z
      .strictObject({
        allowedOrigins: z.array(z.string()).min(1),
        credentials: z.boolean().default(false),
      })
      .optional(),
    /** The route answers an `acrs` claims challenge. */
    claimsChallenge: z.strictObject({ route: routeKeySchema, acrs: z.string() }).optional(),
    policies: policiesSchema.prefault({}),
    /** The harness may start more than one instance. Default true. */
    restartable: z.boolean().default(true),
  })
  .refine((api) => (api.launch === undefined) !== (api.module === undefined), 'give either launch or module')

const knownFailingSchema = z.strictObject({
  /** A case id or glob. */
  case: z.string().min(1),
  reason: z.string().min(1),
})

/** `conformance.yaml`, `.json` or `.ts`. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  api: apiSchema,
  /** Cases that fail for a reason you accept; they still run, and a pass is reported. */
  knownFailing: z.array(knownFailingSchema).default([]),
  timeouts: z
    .strictObject({
      /** One exchange, in milliseconds. Default 5000. */
      exchangeMs: z.int().min(50).max(60_000).default(5000),
    })
    .prefault({}),
})

/** What a team writes. */
export type ConfigInput = z.input<typeof configSchema>
/** With every default in place. */
export type Config = z.output<typeof configSchema>
export type ApiConfig = Config['api']
export type Access = z.output<typeof accessSchema>

/** For `conformance.config.ts`: types and completion, no change to the value. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}
