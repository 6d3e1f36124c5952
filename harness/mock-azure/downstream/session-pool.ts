import { z } from 'zod'

import type { RandomSource } from '../../clock.ts'
import type { JsonObject } from '../../json.ts'
import { guard, type GuardedCloud } from '../access/guard.ts'
import { atEndpoint, createRoutes, type Service, type ServiceContext } from '../service.ts'
import type { SessionPoolSeed } from './contract.ts'

const audiences = ['https://dynamicsessions.io']

/** Source: https://learn.microsoft.com/azure/container-apps/sessions-usage#authentication */
const roles = ['Azure ContainerApps Session Executor']

const execution = z.union([
  z.looseObject({ properties: z.looseObject({ code: z.string() }) }).transform(({ properties }) => properties.code),
  z.looseObject({ code: z.string() }).transform(({ code }) => code),
])

/**
 * Container Apps dynamic sessions, all pools of this cloud: by the management endpoint of their region, and by a host of
 * their own where a pool has custom containers. Nothing is executed: the output is the code itself.
 * Source: https://learn.microsoft.com/azure/container-apps/sessions-code-interpreter
 */
export function createSessionPools(
  cloud: GuardedCloud & { readonly random: RandomSource },
  pools: readonly SessionPoolSeed[],
): readonly Service[] {
  const regions = pools.map(({ region }) => regionHost(region))
  const app = createRoutes()
  for (const operation of ['code/execute', 'executions']) {
    app.post(`/subscriptions/:subscription/resourcegroups/:group/sessionpools/:pool/${operation}`, (context) => {
      const { req } = context
      const host = new URL(req.url).hostname
      const group = `/subscriptions/${req.param('subscription')}/resourceGroups/${req.param('group')}`
      const id = `${group}/providers/Microsoft.App/sessionPools/${req.param('pool')}`
      const pool = pools.find(
        ({ region, resourceId }) => regionHost(region) === host && resourceId.toLowerCase() === id.toLowerCase(),
      )
      return atPool(context, pool)
    })
  }

  function atPool(context: ServiceContext, pool: SessionPoolSeed | undefined): Promise<Response> {
    return atEndpoint(context, { endpoint: 'session-pool.execute', tenantId: pool?.tenantId }, () =>
      pool === undefined
        ? failure(404, 'SessionPoolNotFound', 'The session pool does not exist.')
        : execute(context, pool),
    )
  }

  async function execute({ req, env }: ServiceContext, pool: SessionPoolSeed): Promise<Response> {
    const verdict = await guard(cloud, { ...pool, audiences, roles }, req.header('authorization'))
    if (verdict.kind === 'unauthorized') return unauthorized()
    if (verdict.kind === 'forbidden') return forbidden(verdict.caller.principalId)
    const url = new URL(req.url)
    const identifier = url.searchParams.get('identifier')
    if (!identifier) return failure(400, 'SessionIdentifierMissing', 'The identifier of the session is required.')
    const code = readCode(env.body)
    if (code === undefined) return failure(400, 'InvalidRequestBody', 'The request body has no code.')
    const older = url.pathname.toLowerCase().endsWith('/code/execute')
    return Response.json(older ? olderResult(code) : result(cloud.random, identifier, code))
  }

  const own = pools.flatMap((pool): readonly Service[] => {
    if (pool.containerHost === undefined) return []
    const container = createRoutes()
    container.all('*', (context) => atPool(context, pool))
    return [{ hosts: new Set([pool.containerHost.toLowerCase()]), app: container }]
  })
  return [{ hosts: new Set(regions), app }, ...own]
}

function regionHost(region: string): string {
  return `${region.toLowerCase()}.dynamicsessions.io`
}

function readCode(body: string): string | undefined {
  try {
    return execution.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}

/** API versions from 2024-10-02-preview. */
function result(random: RandomSource, identifier: string, code: string): JsonObject {
  return {
    id: random.uuid(),
    identifier,
    sessionId: identifier,
    executionType: 'Synchronous',
    status: 'Succeeded',
    result: { stdout: code, stderr: '', executionResult: '', executionTimeInMilliseconds: 1 },
  }
}

/** API version 2024-02-02-preview. */
function olderResult(code: string): JsonObject {
  return { properties: { status: 'Success', result: '', stdout: code, stderr: '', executionTimeInMilliseconds: 1 } }
}

function unauthorized(): Response {
  const message = 'The access token is missing, expired or not for https://dynamicsessions.io.'
  const answer = failure(401, 'Unauthorized', message)
  answer.headers.set('www-authenticate', 'Bearer error="invalid_token"')
  return answer
}

function forbidden(principalId: string): Response {
  return failure(403, 'Forbidden', `The principal ${principalId} is not allowed to execute in this session pool.`)
}

function failure(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status })
}
