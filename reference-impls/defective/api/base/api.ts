import type { Context, CreateServer, Route, Steps, Store } from './contract.ts'
import { Denial } from './denial.ts'
import { createKeyStore } from './keys.ts'
import { createStore, matchPath } from './routes.ts'
import { readSettings, type Environment } from './settings.ts'
import { defaults } from './steps.ts'

/** A fetch-style API. */
export interface Api {
  fetch(request: Request): Promise<Response>
  /** Only where the defect lies in how HTTP itself is spoken. */
  readonly createServer?: CreateServer
}

export type ApiFactory = (env: Environment) => Api

/**
 * A small token-validating API behind Entra ID, correct unless a step is replaced. All state belongs to the instance.
 * @param overrides the steps that differ, made anew for each instance
 */
export function createApi(overrides: () => Partial<Steps> = () => ({})): ApiFactory {
  return (env) => {
    const steps = { ...defaults, ...overrides() }
    const context: Context = { settings: readSettings(env), keys: createKeyStore(), steps }
    const store = createStore()
    return {
      ...(steps.createServer === undefined ? {} : { createServer: steps.createServer }),
      async fetch(request) {
        const answer = steps.preflight(request, context) ?? (await answerSafely(request, store, context))
        steps.addCors(request, answer, context)
        return steps.finish(answer, request)
      },
    }
  }
}

async function answerSafely(request: Request, store: Store, context: Context): Promise<Response> {
  try {
    return await answerRequest(request, store, context)
  } catch (error) {
    return error instanceof Denial ? context.steps.deny(error, request, context) : context.steps.fail(error)
  }
}

function routeOf(request: Request, url: URL, { steps }: Context): { route: Route; id: string } {
  const { candidates, id } = matchPath(steps.pathOf(request, url))
  const method = steps.methodOf(request)
  const route = candidates.find((candidate) => candidate.method === method)
  if (route !== undefined) return { route, id }
  if (candidates.length > 0) throw new Denial(405, undefined, 'The method is not allowed.')
  throw new Denial(404, undefined, 'There is no such resource.')
}

async function answerRequest(request: Request, store: Store, context: Context): Promise<Response> {
  const { steps } = context
  const url = new URL(request.url)
  const { route, id } = routeOf(request, url, context)
  const access = steps.accessOf(route)
  if (access === 'anonymous') return await route.handle({ request, url, claims: {}, id, store, context })
  const claims = await steps.authenticate(request, url, context)
  await steps.authorize(claims, access, context)
  steps.checkContext(claims, access)
  const answer = await route.handle({ request, url, claims, id, store, context })
  answer.headers.set('cache-control', 'no-store')
  return answer
}

export default createApi()
