import type { PublishStep } from '../case.ts'
import type { JsonObject } from '../json.ts'
import type { MockAzure } from '../mock-azure/contract.ts'
import { fillTemplate } from '../variables.ts'
import type { Platform } from '../world.ts'

/** What of a platform publishing needs. */
export type Publisher = Pick<Platform, 'mock' | 'variables' | 'key'>

/** Entries that were published besides the genuine keys. */
interface OddEntries {
  readonly first: readonly JsonObject[]
  readonly last: readonly JsonObject[]
}

const published = new WeakMap<MockAzure, OddEntries>()

/** Adds an entry that Entra would not publish to the home tenant's key sets, besides those of earlier steps. */
export function publish(step: PublishStep, platform: Publisher): void {
  const { mock, variables } = platform
  const { first, last } = published.get(mock) ?? { first: [], last: [] }
  const entry = entryOf(step, platform)
  const odd = step.position === 'first' ? { first: [...first, entry], last } : { first, last: [...last, entry] }
  published.set(mock, odd)
  const genuine = (mock.directory.tenant(variables.tenantId)?.keys.published ?? []).map(({ publicJwk }) => publicJwk)
  const issuer = 'https://login.microsoftonline.com/{tenantid}/v2.0'
  const serve = (endpoint: 'entra.keys.v1' | 'entra.keys.v2', keys: readonly JsonObject[]): void => {
    mock.faults.add({ endpoint, action: { do: 'json', value: { keys: [...odd.first, ...keys, ...odd.last] } } })
  }
  serve('entra.keys.v1', genuine)
  serve(
    'entra.keys.v2',
    genuine.map((jwk) => ({ ...jwk, issuer })),
  )
}

function entryOf({ key, kidOf, jwk = {} }: PublishStep, platform: Publisher): JsonObject {
  const identity = kidOf === undefined ? undefined : platform.key(kidOf)
  const members = {
    ...(key === undefined ? {} : platform.key(key).publicJwk),
    ...(identity === undefined ? {} : { kid: identity.kid, x5t: identity.publicJwk.x5t }),
    ...jwk,
  }
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [
        name,
        typeof value === 'string' ? fillTemplate(value, { ...platform.variables }) : value,
      ]),
  )
}
