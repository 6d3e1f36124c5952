import { describe, expect, it } from 'vitest'

import { ConfigError } from '../../errors.ts'
import { systemRandom } from '../../system.ts'
import { fabrikamId } from '../testing/cloud.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../testing/workload.ts'
import type { ManagedIdentity } from './contract.ts'
import { chooseIdentity, createWorkload } from './workload.ts'

const workload = (...identities: ManagedIdentity[]) => createWorkload({ identities }, systemRandom)
const choose = (
  identities: readonly ManagedIdentity[],
  selector?: Parameters<typeof chooseIdentity>[1],
  onlyOne = true,
) => chooseIdentity(workload(...identities), selector, { onlyOne })

describe('chooseIdentity', () => {
  it('prefers the system-assigned identity', () => {
    expect(choose([userIdentity, systemIdentity])).toEqual({ found: systemIdentity })
  })

  it('takes the only user-assigned one where the source does', () => {
    expect(choose([userIdentity])).toEqual({ found: userIdentity })
    expect(choose([userIdentity], undefined, false)).toEqual({ found: undefined, why: 'none' })
  })

  it('does not guess among several', () => {
    expect(choose([userIdentity, otherUserIdentity])).toEqual({ found: undefined, why: 'ambiguous' })
  })

  it.each(['clientId', 'principalId', 'resourceId'] as const)('finds one by its %s in any case', (by) => {
    const selector = { by, value: userIdentity[by].toUpperCase() }
    expect(choose([systemIdentity, userIdentity], selector)).toEqual({ found: userIdentity })
    expect(choose([systemIdentity], selector)).toEqual({ found: undefined, why: 'unknown' })
  })
})

describe('createWorkload', () => {
  it('gives and takes identities', () => {
    const changing = workload(systemIdentity)
    changing.assign(userIdentity)
    expect(changing.identities).toEqual([systemIdentity, userIdentity])
    changing.unassign(systemIdentity.clientId.toUpperCase())
    expect(changing.identities).toEqual([userIdentity])
  })

  it('has a header of its own unless one is given', () => {
    expect(workload().identityHeader).not.toBe(workload().identityHeader)
    expect(createWorkload({ identities: [], identityHeader: 'given' }, systemRandom).identityHeader).toBe('given')
  })

  it.each([
    ['a second system-assigned identity', { ...userIdentity, kind: 'system-assigned' as const }],
    ['an identity of another tenant', { ...userIdentity, tenantId: fabrikamId }],
    ['the same client ID twice', { ...userIdentity, clientId: systemIdentity.clientId }],
  ])('refuses %s', (_, second) => {
    expect(() => workload(systemIdentity, second)).toThrow(ConfigError)
    expect(workload(systemIdentity, userIdentity).identities).toHaveLength(2)
  })
})
