import { z } from 'zod'
import { isAccepted } from '../execute/exchange.ts'
import type { Probe } from './contract.ts'
import type { Route } from '../manifest.ts'
import type { MintIdentity } from '../tokens/mint.ts'
import type { TokenRecipe } from '../tokens/recipe.ts'
import { betweenControls, nameOf, type ProbeRun } from './probe-run.ts'

const parametersSchema = z.strictObject({ by: z.enum(['scopes', 'roles', 'appRoles', 'callerKind']) })

/** One caller at one route, and what the manifest says about it. */
interface Cell {
  readonly route: Route
  readonly caller: 'delegated' | 'app-only'
  /** For the finding: `a user with the scope Tasks.Read`. */
  readonly who: string
  readonly identity: Partial<MintIdentity>
  readonly letIn: boolean
}

/** Every protected route, tried with every permission that any of them names and with one that none names. */
export const accessMatrix: Probe = (item, world, bench) => {
  const { by } = parametersSchema.parse(item.with)
  return betweenControls(world, bench, async (run) => {
    const usersExist = bench.callerOf('delegated') === 'delegated'
    for (const cell of cells(run, by)) {
      if (cell.caller === 'app-only' || usersExist) await tryCell(run, cell)
    }
  })
}

function cells(run: ProbeRun, by: z.output<typeof parametersSchema>['by']): readonly Cell[] {
  const routes = run.protectedRoutes
  switch (by) {
    case 'scopes':
      return product(routes, namesOf(routes, scopesOf, 'Unlisted.Scope'), scopeCell)
    case 'roles':
      return product(routes, namesOf(routes, rolesOf, 'Unlisted.Role'), roleCell)
    case 'appRoles':
      return product(routes, namesOf(routes, appRolesOf, 'Unlisted.Role'), appRoleCell)
    case 'callerKind':
      return routes.flatMap((route) => [
        { route, caller: 'delegated', who: 'a user', identity: {}, letIn: accessOf(route).delegated !== undefined },
        {
          route,
          caller: 'app-only',
          who: 'an application',
          identity: {},
          letIn: accessOf(route).appOnly !== undefined,
        },
      ])
  }
}

function scopeCell(route: Route, scope: string): Cell {
  const { delegated } = accessOf(route)
  const letIn = delegated !== undefined && allows(delegated.scopes, scope)
  return { route, caller: 'delegated', who: `a user with the scope ${scope}`, identity: { scopes: [scope] }, letIn }
}

function roleCell(route: Route, role: string): Cell {
  const { delegated } = accessOf(route)
  const letIn = delegated !== undefined && allows(delegated.roles, role)
  return { route, caller: 'delegated', who: `a user with the role ${role}`, identity: { roles: [role] }, letIn }
}

function appRoleCell(route: Route, role: string): Cell {
  const { appOnly } = accessOf(route)
  const letIn = appOnly !== undefined && allows(appOnly.roles, role)
  const who = `an application with the role ${role}`
  return { route, caller: 'app-only', who, identity: { appRoles: [role] }, letIn }
}

/** An empty list asks for nothing. */
function allows(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name)
}

function product(
  routes: readonly Route[],
  names: readonly string[],
  cell: (route: Route, name: string) => Cell,
): readonly Cell[] {
  return routes.flatMap((route) => names.map((name) => cell(route, name)))
}

function namesOf(
  routes: readonly Route[],
  of: (route: Route) => readonly string[],
  unlisted: string,
): readonly string[] {
  return [...new Set(routes.flatMap(of)), unlisted]
}

const scopesOf = (route: Route): readonly string[] => accessOf(route).delegated?.scopes ?? []
const rolesOf = (route: Route): readonly string[] => accessOf(route).delegated?.roles ?? []
const appRolesOf = (route: Route): readonly string[] => accessOf(route).appOnly?.roles ?? []

function accessOf(route: Route): Partial<Extract<Route['access'], { kind: 'protected' }>> {
  return route.access.kind === 'protected' ? route.access : {}
}

async function tryCell(run: ProbeRun, { route, caller, who, identity, letIn }: Cell): Promise<void> {
  const token = await run.token(route, recipeFor(run, route, caller), identity)
  const request = run.request(route, { token: token.wire })
  const answer = await run.send(request)
  const expected = `${nameOf(route)} ${letIn ? 'lets in' : 'refuses'} ${who}`
  if (answer.kind !== 'response') return run.object('no-answer', expected, request, answer)
  const { status } = answer.response
  if (status >= 500) return run.object('server-error', expected, request, answer)
  if (!letIn && isAccepted(answer)) return run.object('accepted', expected, request, answer)
  // A 404 for a record that is not there, or a 400 for a body, comes after the door.
  if (letIn && (status === 401 || status === 403)) run.object('refused-valid', expected, request, answer)
}

/** Where the manifest asks for an authentication context, everybody here has it: it is not what is tried. */
function recipeFor(run: ProbeRun, route: Route, baseline: Cell['caller']): TokenRecipe {
  const challenge = run.world.config.api.claimsChallenge
  if (challenge?.route !== nameOf(route)) return { baseline }
  return { baseline, mutations: [{ op: 'set', part: 'claims', values: { acrs: [challenge.acrs] } }] }
}
