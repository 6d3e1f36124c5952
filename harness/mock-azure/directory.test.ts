import { expect, test } from 'vitest'

import type { AppSeed, Directory } from './contract.ts'
import { createDirectory } from './directory.ts'
import {
  apiId,
  apiUri,
  apps,
  consumers,
  consumersId,
  contoso,
  contosoId,
  daemonId,
  fabrikam,
  fabrikamId,
  nobodyId,
  v1ApiId,
} from './testing/cloud.ts'

const directory = (): Directory => createDirectory([contoso, fabrikam, consumers], apps)
const newcomer: AppSeed = {
  clientId: 'c9c9c9c9-0000-4000-8000-000000000009',
  tenantId: contosoId,
  displayName: 'Newcomer',
}

test('a tenant is found by GUID or domain name, in any case', () => {
  for (const name of [contosoId, contosoId.toUpperCase(), 'contoso.example', 'Contoso.EXAMPLE']) {
    expect(directory().tenant(name)?.displayName).toBe('Contoso')
  }
  expect(directory().tenant('contoso')).toBeUndefined()
  expect(directory().tenant(nobodyId)).toBeUndefined()
})

test('an app is found by client ID or identifier URI, in its own tenant only', () => {
  const { app } = directory()
  expect(app(contosoId, apiId.toUpperCase())?.displayName).toBe('API')
  expect(app(contosoId, apiUri)?.displayName).toBe('API')
  expect(app(contosoId, `${apiUri}/`)?.displayName).toBe('API')
  expect(app(contosoId, `api://${v1ApiId}`)?.displayName).toBe('Older API')
  expect(app('contoso.example', apiId)?.displayName).toBe('API')
  expect(app(contosoId, `${apiUri}//`)).toBeUndefined()
  expect(app(contosoId, '')).toBeUndefined()
  expect(app(fabrikamId, apiId)).toBeUndefined()
  expect(app(nobodyId, apiId)).toBeUndefined()
})

test.each([
  ['AzureADMyOrg', { [contosoId]: true, [fabrikamId]: false, [consumersId]: false }],
  ['AzureADMultipleOrgs', { [contosoId]: true, [fabrikamId]: true, [consumersId]: false }],
  ['AzureADandPersonalMicrosoftAccount', { [contosoId]: true, [fabrikamId]: true, [consumersId]: true }],
] as const)('an app for %s exists where that says', (signInAudience, expected) => {
  const { addApp, app } = directory()
  addApp({ ...newcomer, signInAudience })
  const found = Object.keys(expected).map((id) => [id, app(id, newcomer.clientId) !== undefined] as const)
  expect(Object.fromEntries(found)).toEqual(expected)
})

test('a tenant can be added later', () => {
  const own = createDirectory([contoso], [])
  expect(own.tenant(fabrikamId)).toBeUndefined()
  const added = own.addTenant({ ...fabrikam, id: fabrikamId.toUpperCase() })
  expect(added.id).toBe(fabrikamId)
  expect(own.tenant('fabrikam.example')).toBe(added)
})

test.each([
  ['a tenant’s ID', ({ addTenant }: Directory) => addTenant({ ...contoso, domain: 'new.example' })],
  ['a tenant’s domain', ({ addTenant }: Directory) => addTenant({ ...contoso, id: nobodyId })],
  ['a client ID', ({ addApp }: Directory) => addApp({ ...newcomer, clientId: daemonId.toUpperCase() })],
  ['an identifier URI', ({ addApp }: Directory) => addApp({ ...newcomer, identifierUris: [`${apiUri}/`] })],
])('%s cannot be taken twice', (_, act) => {
  expect(() => act(directory())).toThrow(expect.objectContaining({ code: 'MOCK_DUPLICATE', fault: 'config' }))
})

test('an app needs its tenant', () => {
  expect(() => directory().addApp({ ...newcomer, tenantId: nobodyId })).toThrow(
    expect.objectContaining({ code: 'MOCK_TENANT_UNKNOWN', fault: 'config' }),
  )
})
