import { describe, expect, it } from 'vitest'

import { systemIdentity, userIdentity } from '../testing/workload.ts'
import { sourceEnvironment } from './environment.ts'
import { localTokenServices } from './hosts.ts'
import { cloud } from './testing/source.ts'

describe('sourceEnvironment', () => {
  const { workload } = cloud(userIdentity, systemIdentity).mock

  it.each([
    ['app-service', ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER']],
    ['service-fabric', ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'IDENTITY_SERVER_THUMBPRINT']],
    ['azure-ml', ['DEFAULT_IDENTITY_CLIENT_ID', 'MSI_ENDPOINT', 'MSI_SECRET']],
    ['cloud-shell', ['MSI_ENDPOINT']],
    ['arc', ['IDENTITY_ENDPOINT', 'IMDS_ENDPOINT']],
  ] as const)('tells of %s by its own variables alone', (source, names) => {
    const environment = sourceEnvironment(source, workload)
    expect(Object.keys(environment).toSorted()).toEqual(names)
    expect(Object.values(environment)).toContain(localTokenServices[source])
  })

  it('names another address where a mount stands for the source', () => {
    expect(
      sourceEnvironment('arc', workload, { url: 'http://127.0.0.1:40342/metadata/identity/oauth2/token' }),
    ).toEqual({
      IDENTITY_ENDPOINT: 'http://127.0.0.1:40342/metadata/identity/oauth2/token',
      IMDS_ENDPOINT: 'http://127.0.0.1:40342',
    })
  })

  it('names the system-assigned identity as the default of Azure ML', () => {
    expect(sourceEnvironment('azure-ml', workload)).toMatchObject({
      DEFAULT_IDENTITY_CLIENT_ID: systemIdentity.clientId,
    })
  })
})
