import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { createClientCertificate } from './client-certificate.ts'
import { loadSeed, parseSeed } from './load.ts'
import { createSeededCloud } from './seeded-cloud.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'

const temporary = await createTemporaryFolder('seed')
afterAll(() => temporary[Symbol.asyncDispose]())
const folder = temporary.path

const tenantId = 'a1a1a1a1-0000-4000-8000-000000000001'
const otherId = 'a2a2a2a2-0000-4000-8000-000000000001'
const clientId = 'c1c1c1c1-0000-4000-8000-000000000001'
const tenants = [
  { id: tenantId.toUpperCase(), domain: 'Contoso.example', displayName: 'Contoso' },
  { id: otherId, domain: 'fabrikam.example', displayName: 'Fabrikam' },
]

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

test('YAML and JSON say the same, and the rest is the default', async () => {
  const yaml = `tenants:\n  - { id: ${tenantId}, domain: contoso.example, displayName: Contoso }\n`
  const one = await loadSeed(await file('seed.yaml', yaml))
  const other = await loadSeed(await file('seed.json', JSON.stringify({ tenants: tenants.slice(0, 1) })))
  expect(one).toEqual(other)
  expect(one).toMatchObject({ apps: [], signIn: { mode: 'page' }, workload: { identities: [] }, environment: {} })
})

test('what names no tenant belongs to the first one', () => {
  const seed = parseSeed(
    {
      tenants,
      apps: [
        { clientId, displayName: 'API' },
        { clientId: otherId, tenantId: otherId, displayName: 'Other' },
      ],
      vaults: [{ name: 'vault', resourceId: '/subscriptions/s', secrets: { 'a-name': 'a value' } }],
    },
    'seed',
  )
  const { mock, control } = createSeededCloud(seed)
  expect(mock.directory.apps(tenantId).map((app) => app.clientId)).toEqual([clientId])
  expect(mock.directory.apps(otherId).map((app) => app.clientId)).toEqual([otherId])
  expect(control.vaults.secrets('vault')).toMatchObject([{ name: 'a-name', value: 'a value' }])
})

test('certificates are read from files beside the seed', async () => {
  const { certificatePem } = await createClientCertificate('An app')
  await file('app.pem', certificatePem)
  const apps = [{ clientId, displayName: 'An app', certificateFiles: ['app.pem'] }]
  const seed = await loadSeed(await file('with-certificate.json', JSON.stringify({ tenants, apps })))
  expect(createSeededCloud(seed).control.apps.list()).toMatchObject([{ certificates: [certificatePem] }])
})

test.each([
  [{}, /^tenants: /],
  [{ tenants: [] }, /^tenants: /],
  [{ tenants, app: [] }, /"app"/],
  [{ tenants, apps: [{ clientId: 'x', displayName: 'API' }] }, /^apps\.0\.clientId: Invalid GUID$/],
  [{ tenants, apps: [{ clientId, displayName: 'API', secret: 'x' }] }, /^apps\.0: .*"secret"/],
  [{ tenants, environment: { 'A-B': 'x' } }, /environment.*A-B/],
])('%j is no seed', (input, details) => {
  expect(() => parseSeed(input, 'x.yaml')).toThrow(
    expect.objectContaining({
      code: 'SEED_INVALID',
      fault: 'config',
      message: 'x.yaml is not a valid seed.',
      details: expect.stringMatching(details),
    }),
  )
})

test('a file that is not there or no YAML is named', async () => {
  const missing = join(folder, 'none.yaml')
  await expect(loadSeed(missing)).rejects.toMatchObject({
    code: 'SEED_UNREADABLE',
    message: `${missing} cannot be read.`,
  })
  const broken = await file('broken.yaml', 'tenants: [')
  await expect(loadSeed(broken)).rejects.toMatchObject({
    code: 'SEED_UNREADABLE',
    details: expect.stringContaining('line 1'),
  })
  const apps = [{ clientId, displayName: 'An app', certificateFiles: ['none.pem'] }]
  const dangling = await file('dangling.json', JSON.stringify({ tenants, apps }))
  await expect(loadSeed(dangling)).rejects.toMatchObject({ message: `${join(folder, 'none.pem')} cannot be read.` })
})

test('a seed that contradicts itself is named', () => {
  const seed = parseSeed({ tenants, apps: [{ clientId, tenantId: clientId, displayName: 'API' }] }, 'seed')
  expect(() => createSeededCloud(seed)).toThrow(expect.objectContaining({ code: 'MOCK_TENANT_UNKNOWN' }))
})
