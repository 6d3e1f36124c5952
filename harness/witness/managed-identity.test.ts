import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { MockAzureOptions } from '../mock-azure/contract.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../mock-azure/testing/workload.ts'
import { witness, witnessCloud } from './witness.ts'

const outcome = z.union([
  z.object({ ok: z.object({ token: z.string(), expiresOnTimestamp: z.number() }) }),
  z.object({ error: z.looseObject({ name: z.string(), message: z.string() }) }),
])
const results = z.array(z.object({ identity: outcome, msal: outcome }))

function cloud(more: Partial<MockAzureOptions> = {}) {
  return witnessCloud({ workload: { identities: [systemIdentity, userIdentity] }, ...more })
}

/** Whose tokens came out, and for what. */
function subjects(printed: unknown) {
  const describeOne = (one: z.infer<typeof outcome>) => {
    if ('error' in one) return one.error.message
    const { oid, aud } = decodeJwt(one.ok.token)
    return { oid, aud }
  }
  return results
    .parse(printed)
    .map(({ identity, msal }) => ({ identity: describeOne(identity), msal: describeOne(msal) }))
}

function both(principalId: string) {
  return {
    identity: { oid: principalId, aud: 'https://vault.azure.net' },
    msal: { oid: principalId, aud: 'https://management.azure.com' },
  }
}

describe.concurrent('unmodified SDKs get tokens from', () => {
  it('IMDS: system-assigned, and user-assigned by each of its names', async () => {
    const mock = cloud()
    const args = [
      'system',
      `clientId=${userIdentity.clientId}`,
      `objectId=${userIdentity.principalId}`,
      `resourceId=${userIdentity.resourceId}`,
    ]
    const printed = await witness(mock, 'managed-identity.ts', args)
    const user = both(userIdentity.principalId)
    expect(subjects(printed)).toEqual([both(systemIdentity.principalId), user, user, user])
    expect(mock.ledger.count({ endpoint: 'imds.token' })).toBe(8)
  })
})
