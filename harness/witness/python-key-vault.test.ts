import { describe, expect, it } from 'vitest'

import { contosoId } from '../mock-azure/testing/cloud.ts'
import { resourceGroup, systemIdentity } from '../mock-azure/testing/workload.ts'
import { pythonWitness, pythonWitnesses } from './python/python.ts'
import { witnessCloud, witnessing } from './witness.ts'

const url = 'https://kv-app.vault.azure.net'
const stored = { name: 'azure-tenant-id', value: contosoId }
const others = Array.from({ length: 30 }, (_, index) => ({ name: `s${index}`, value: 'x' }))

/** A vault with more secrets than a page holds, in which the identity has a role. */
function cloud(role: string) {
  const scope = `${resourceGroup}/providers/Microsoft.KeyVault/vaults/kv-app`
  const secrets = [stored, { name: 'off', value: 'x', enabled: false }, ...others]
  return witnessCloud({
    workload: { identities: [systemIdentity] },
    vaults: [{ name: 'kv-app', tenantId: contosoId, resourceId: scope, secrets }],
    roleAssignments: [{ principalId: systemIdentity.principalId, role, scope }],
  })
}

function refused(name: string, status: number, code: string) {
  return { error: { name, status, message: expect.stringContaining(code) } }
}

describe.skipIf(!pythonWitnesses.apply)(`SecretClient for Python${pythonWitnesses.note}`, witnessing, () => {
  it('answers the challenge; writes, lists in pages, and reads versions', async () => {
    const mock = cloud('Key Vault Secrets Officer')
    expect(await pythonWitness(mock, 'key_vault.py', [url])).toEqual({
      life: {
        ok: {
          newest: { value: 'two', contentType: null, tags: expect.not.objectContaining({ made: 'here' }) },
          older: { value: 'one', contentType: 'text/plain', tags: { made: 'here' } },
          listed: [...others, stored, { name: 'off' }, { name: 'life' }].map(({ name }) => name).toSorted(),
          versions: ['life', 'life'],
        },
      },
      read: [],
    })
    const [challenged, answered] = mock.ledger.entries({ endpoint: 'key-vault.secret.set' })
    expect([challenged?.status, answered?.status]).toEqual([401, 200])
    expect(challenged?.requestHeaders).not.toHaveProperty('authorization')
    expect(mock.ledger.count({ endpoint: 'key-vault.secret.list' })).toBe(2)
  })

  it('reads, and sees why it may not', async () => {
    const mock = cloud('Key Vault Secrets User')
    expect(await pythonWitness(mock, 'key_vault.py', [url, stored.name, 'nothing', 'off'])).toMatchObject({
      life: refused('HttpResponseError', 403, 'ForbiddenByRbac'),
      read: [
        { ok: { value: contosoId } },
        refused('ResourceNotFoundError', 404, 'SecretNotFound'),
        refused('HttpResponseError', 403, 'SecretDisabled'),
      ],
    })
  })
})
