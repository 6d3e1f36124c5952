import { createHeldClock, type HeldClock } from '../../held-clock.ts'
import { createKeySource } from '../../key-source.ts'
import { systemRandom } from '../../system.ts'
import type { AppSeed, MockAzure, MockAzureOptions, TenantSeed } from '../contract.ts'
import { createMockAzure } from '../mock-azure.ts'

/** One for all tests: keys are slow to make and never changed. */
export const testKeys = createKeySource()

export const login = 'https://login.microsoftonline.com'
export const contosoId = 'a1a1a1a1-0000-4000-8000-000000000001'
export const fabrikamId = 'a3a3a3a3-0000-4000-8000-000000000003'
export const consumersId = '9188040d-6c67-4c5b-b112-36a304b66dad'
export const nobodyId = 'a9a9a9a9-0000-4000-8000-000000000009'
export const apiId = 'c1c1c1c1-0000-4000-8000-000000000001'
export const apiUri = `api://${apiId}`
export const v1ApiId = 'c2c2c2c2-0000-4000-8000-000000000002'
export const daemonId = 'c3c3c3c3-0000-4000-8000-000000000003'
export const daemonSecret = 'a secret & more: +%'
export const canary = 'canary.attacker.example'

export const contoso: TenantSeed = {
  id: contosoId,
  domain: 'contoso.example',
  displayName: 'Contoso',
  kind: 'organization',
  keys: [await testKeys.key('contoso'), await testKeys.key('contoso-second')],
}
export const fabrikam: TenantSeed = {
  id: fabrikamId,
  domain: 'fabrikam.example',
  displayName: 'Fabrikam',
  kind: 'organization',
  keys: [await testKeys.key('fabrikam')],
}
export const consumers: TenantSeed = {
  id: consumersId,
  domain: 'live.example',
  displayName: 'Personal accounts',
  kind: 'consumers',
  keys: [await testKeys.key('consumers')],
}
export const apps: readonly AppSeed[] = [
  {
    clientId: apiId,
    tenantId: contosoId,
    displayName: 'API',
    identifierUris: [apiUri],
    requestedAccessTokenVersion: 2,
  },
  { clientId: v1ApiId, tenantId: contosoId, displayName: 'Older API', identifierUris: [`api://${v1ApiId}/`] },
  { clientId: daemonId, tenantId: contosoId, displayName: 'Daemon', secrets: ['an older one', daemonSecret] },
]

/** A cloud at 2026-03-04 05:06:07.890 UTC. */
export function testCloud(options: Partial<MockAzureOptions> = {}): MockAzure & { readonly clock: HeldClock } {
  const clock = createHeldClock(Date.UTC(2026, 2, 4, 5, 6, 7, 890))
  const mock = createMockAzure({
    clock,
    random: systemRandom,
    keys: testKeys,
    tenants: [contoso, fabrikam, consumers],
    apps,
    canaryHosts: [canary],
    ...options,
  })
  return { ...mock, clock }
}

/** The answer to a request for one of the cloud's hosts. */
export async function ask(mock: MockAzure, url: string, init?: RequestInit): Promise<Response> {
  const answer = await mock.handle(new Request(url, init))
  if (answer === undefined) throw new Error(`${url} is not the cloud's`)
  return answer
}

/** The same as JSON. */
export async function askJson(mock: MockAzure, url: string, init?: RequestInit): Promise<Record<string, unknown>> {
  const value: unknown = await (await ask(mock, url, init)).json()
  if (typeof value !== 'object' || value === null) throw new Error(`${url} did not answer with an object`)
  return { ...value }
}

/** A POST of a form. */
export function form(parameters: Record<string, string>, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body: new URLSearchParams(parameters), headers }
}
