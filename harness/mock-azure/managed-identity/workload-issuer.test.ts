import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { systemRandom } from '../../system.ts'
import { ask, askJson, testCloud, testKeys } from '../testing/cloud.ts'
import type { WorkloadIssuer } from './contract.ts'
import { signWorkloadToken } from './workload-issuer.ts'

const cluster: WorkloadIssuer = {
  issuer: 'https://westeurope.oic.prod-aks.azure.com/a1a1a1a1-0000-4000-8000-000000000001/C1/',
  keys: [await testKeys.key('cluster'), await testKeys.key('cluster-second')],
}
const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.literal('RSA') })) })
const subject = 'system:serviceaccount:default:web-app'

describe('an issuer outside Entra ID', () => {
  it('can be discovered, down to the key that verifies its tokens', async () => {
    const mock = testCloud({ workloadIssuers: [cluster] })
    const document = await askJson(mock, `${cluster.issuer}.well-known/openid-configuration`)
    expect(document['issuer']).toBe(cluster.issuer)
    const answer = await ask(mock, String(document['jwks_uri']))
    const keySet = createLocalJWKSet(jwks.parse(await answer.json()))
    const token = await signWorkloadToken({ clock: mock.clock, random: systemRandom, issuer: cluster, subject })
    const { payload } = await jwtVerify(token, keySet, {
      issuer: cluster.issuer,
      audience: 'api://AzureADTokenExchange',
      subject,
      currentDate: new Date(mock.clock.now()),
    })
    expect(Number(payload.exp) - Number(payload.iat)).toBe(3600)
    expect(decodeProtectedHeader(token).kid).toBe(cluster.keys[0].kid)
    expect(mock.ledger.entries().map(({ endpoint }) => endpoint)).toEqual([
      'workload-issuer.discovery',
      'workload-issuer.keys',
    ])
  })

  it('is not there unless it is seeded', () => {
    expect(testCloud().answers('westeurope.oic.prod-aks.azure.com')).toBe(false)
  })
})
