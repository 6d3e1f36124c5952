import type { VisitStep } from '../client-case.ts'
import { TargetError } from '../errors.ts'
import { type PlaceRequest, placeOf } from './system.ts'
import type { ClientWorld } from './world.ts'

/**
 * Where a visit goes, with its query.
 * @throws {TargetError} `PLACE_NOT_DECLARED`
 */
export function destinationOf(
  { at, query = {} }: Pick<VisitStep, 'at' | 'query'>,
  { config, system, variables }: ClientWorld,
): { readonly place: PlaceRequest; readonly url: URL } {
  const place = at === 'health' ? { method: 'GET', path: system.health } : placeOf(config, at)
  if (place === undefined) {
    throw new TargetError('PLACE_NOT_DECLARED', `The configuration has no ${at}.`, 'Name it in the needs.')
  }
  const url = new URL(variables.baseUrl + place.path)
  setParameters(url.searchParams, query)
  return { place, url }
}

/** Changes parameters; `null` removes. */
export function setParameters(
  parameters: URLSearchParams,
  changes: Readonly<Record<string, string | null>> = {},
): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) parameters.delete(name)
    else parameters.set(name, value)
  }
}
