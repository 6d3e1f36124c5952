import type { RequestRecipe } from '../case.ts'
import { InternalError } from '../errors.ts'
import type { Route } from '../manifest.ts'
import type { WireRequest } from '../targets/contract.ts'
import { fillTemplate } from '../variables.ts'

/** What a request template may name besides the world's variables. */
export interface RequestTokens {
  /** The case's token; undefined: the request carries none unless its recipe says so. */
  readonly token?: string | undefined
  /** The valid token of the matched pair. */
  readonly control?: string | undefined
}

const bodyMethods = new Set(['POST', 'PUT', 'PATCH'])

/**
 * The bytes a request recipe stands for.
 *
 * @param variables the world's variables plus what earlier steps captured; `{id}` in a path takes `id`, else `1`
 */
export function buildRequest(
  recipe: RequestRecipe,
  route: Route,
  tokens: RequestTokens,
  variables: Readonly<Record<string, string>>,
): WireRequest {
  const routePath = route.path.replace(/\{(\w+)\}/g, (_, name: string) => variables[name] ?? '1')
  const names = { ...variables, path: routePath, token: tokens.token, control: tokens.control }
  const fill = (text: string): string =>
    fillTemplate(text, names, (name) => {
      throw new InternalError('RECIPE_UNKNOWN_VARIABLE', `A request recipe names \${${name}}.`, 'Mend the case.')
    })
  const method = recipe.method ?? route.method
  const body = recipe.body ?? routeBody(route, method)
  const authorization = recipe.authorization ?? (tokens.token === undefined ? [] : ['Bearer ${token}'])
  const given = (recipe.headers ?? []).map(([name, value]) => [fill(name), fill(value)] as const)
  const hasType = given.some(([name]) => name.toLowerCase() === 'content-type')
  const headers = [
    ...authorization.map((value) => ['Authorization', fill(value)] as const),
    ...given,
    ...(body === undefined || hasType ? [] : [['Content-Type', body.type] as const]),
  ]
  const query = recipe.query === undefined ? '' : `?${fill(recipe.query)}`
  return {
    method,
    path: `${fill(recipe.path ?? '${path}')}${query}`,
    headers,
    ...(body === undefined ? {} : { body: fill(body.text) }),
    ...(recipe.raw === true ? { transport: 'raw' as const } : {}),
  }
}

function routeBody(route: Route, method: string): { type: string; text: string } | undefined {
  if (!bodyMethods.has(method)) return undefined
  return { type: 'application/json', text: JSON.stringify(route.body ?? {}) }
}
