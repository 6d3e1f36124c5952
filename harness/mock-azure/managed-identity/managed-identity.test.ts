import { describe, expect, it } from 'vitest'

import { ask, form } from '../testing/cloud.ts'
import { systemIdentity } from '../testing/workload.ts'
import { localTokenServices } from './hosts.ts'
import { cloud, identityHeader, url } from './testing/source.ts'

describe('the ledger', () => {
  it('names each source and shows none of its secrets', async () => {
    const { mock, files } = cloud(systemIdentity)
    await ask(mock, url('app-service', {}), { headers: { 'X-IDENTITY-HEADER': identityHeader } })
    await ask(mock, url('service-fabric', {}), { headers: { secret: identityHeader } })
    await ask(mock, url('azure-ml', {}), { headers: { secret: identityHeader } })
    await ask(mock, localTokenServices['cloud-shell'], form({}))
    const arc = url('arc', { 'api-version': '2020-06-01', resource: 'https://vault.azure.net' })
    await ask(mock, arc, { headers: { Metadata: 'true' } })
    const [key = ''] = files.values()
    await ask(mock, arc, { headers: { Metadata: 'true', Authorization: `Basic ${key}` } })
    expect(mock.ledger.entries().map(({ endpoint }) => endpoint)).toEqual([
      'app-service.token',
      'service-fabric.token',
      'azure-ml.token',
      'cloud-shell.token',
      'arc.token',
      'arc.token',
    ])
    const text = JSON.stringify(mock.ledger.entries())
    expect(text).not.toContain(identityHeader)
    expect(text).not.toContain(key)
  })
})
