import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { MockAzureOptions } from './contract.ts'
import { vault } from './key-vault/testing/vault.ts'
import { localTokenServices } from './managed-identity/hosts.ts'
import { contosoId, testCloud } from './testing/cloud.ts'
import { resourceGroup, systemIdentity } from './testing/workload.ts'

const poolId = `${resourceGroup}/providers/Microsoft.App/sessionPools/pool`
const identityHeader = 'header'
const options: Partial<MockAzureOptions> = {
  workload: { identities: [systemIdentity], identityHeader, arc: { saveKey: async () => {} } },
  vaults: [vault],
  downstream: [
    { kind: 'azure-openai', name: 'aoai', tenantId: contosoId, resourceId: resourceGroup, deployments: ['d'] },
    { kind: 'session-pool', tenantId: contosoId, resourceId: poolId, region: 'westeurope' },
    {
      kind: 'guarded-resource',
      host: 'things.example',
      tenantId: contosoId,
      resourceId: resourceGroup,
      audiences: ['https://things.example'],
      roles: [],
    },
  ],
}
const genuine = await (async () => {
  const mock = testCloud(options)
  const url =
    'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://vault.azure.net'
  const answer = await mock.handle(new Request(url, { headers: { Metadata: 'true' } }))
  const body: unknown = await answer?.json()
  return typeof body === 'object' && body !== null && 'access_token' in body ? String(body.access_token) : ''
})()

const base = fc.constantFrom(
  'http://169.254.169.254/metadata/identity/oauth2/token',
  ...Object.values(localTokenServices),
  'https://kv-app.vault.azure.net/secrets',
  'https://kv-app.vault.azure.net/secrets/azure-tenant-id',
  'https://kv-app.vault.azure.net/deletedsecrets',
  'https://aoai.openai.azure.com/openai/deployments/d/chat/completions',
  'https://aoai.openai.azure.com/openai/v1/chat/completions',
  `https://westeurope.dynamicsessions.io${resourceGroup}/sessionPools/pool/executions`,
  'https://graph.microsoft.com/v1.0/me',
  'https://things.example',
)
const segment = fc.oneof(
  fc.constantFrom('', '..', '%00', '%zz', '%2F', '__proto__', 'versions', 'recover', 'azure-tenant-id'),
  fc.string({ maxLength: 8 }),
)
const text = fc.string({ unit: 'binary', maxLength: 20 })
const name = fc.constantFrom(
  'api-version',
  'resource',
  'client_id',
  'msi_res_id',
  'maxresults',
  '$skiptoken',
  'identifier',
)
const value = fc.constantFrom('2018-02-01', '2019-08-01', '2020-06-01', 'https://vault.azure.net', 'constructor', '25')
const parameters = fc
  .array(fc.tuple(fc.oneof(name, text), fc.oneof(value, text)), { maxLength: 5 })
  .map((pairs) => new URLSearchParams(pairs).toString())
const anyRequest = fc.record({
  base,
  segments: fc.array(segment, { maxLength: 3 }),
  query: parameters,
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'),
  headers: fc.record({
    metadata: fc.constantFrom('true', 'false'),
    secret: fc.constantFrom(identityHeader, 'x'),
    'x-identity-header': fc.constantFrom(identityHeader, 'x'),
    authorization: fc.constantFrom(`Bearer ${genuine}`, 'Bearer x', 'Bearer eyJ.eyJ.x', 'Basic ', ''),
  }),
  body: fc.oneof(parameters, text, fc.json()),
})

/** These answer 500 by their protocol when Entra ID does not know the resource. */
const byProtocol = new Set(['app-service.token', 'service-fabric.token', 'azure-ml.token'])

/** What is wrong with an answer; undefined for a good one. */
async function defect(answer: Response, endpoint: string | undefined): Promise<string | undefined> {
  if (answer.status >= 500 && !byProtocol.has(endpoint ?? '')) return `status ${answer.status}`
  const content = await answer.text()
  try {
    if (content !== '') JSON.parse(content)
    return undefined
  } catch {
    return `not JSON: ${content}`
  }
}

test('whatever is asked, the answer is well-formed JSON and no 5xx of our own', async () => {
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ base: start, segments, query, method, headers, body }) => {
      const mock = testCloud(options)
      const url = new URL([start, ...segments].join('/'))
      url.search = query
      const bodiless = method === 'GET' || method === 'HEAD'
      const answer = await mock.handle(new Request(url, { method, headers, ...(bodiless ? {} : { body }) }))
      const [entry] = mock.ledger.entries()
      expect(entry).toMatchObject({ method, status: answer?.status })
      expect(answer && (await defect(answer, entry?.endpoint))).toBeUndefined()
    }),
    { numRuns: 400 },
  )
})
