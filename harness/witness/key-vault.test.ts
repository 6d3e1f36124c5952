import { describe, expect, it } from 'vitest'

import type { FaultAction, MockAzureOptions } from '../mock-azure/contract.ts'
import type { VaultSeed } from '../mock-azure/key-vault/contract.ts'
import { contosoId } from '../mock-azure/testing/cloud.ts'
import { resourceGroup, systemIdentity } from '../mock-azure/testing/workload.ts'
import { witness, witnessCloud, witnessing } from './witness.ts'

const { principalId } = systemIdentity

function vault(name: string, more: Partial<VaultSeed> = {}): VaultSeed {
  const resourceId = `${resourceGroup}/providers/Microsoft.KeyVault/vaults/${name}`
  return { name, tenantId: contosoId, resourceId, secrets: [{ name: 'azure-tenant-id', value: contosoId }], ...more }
}

/** The identity may read in every vault that goes by roles, but for `kv-strange`. */
function cloud(vaults: readonly VaultSeed[] = [vault('kv-app')], role = 'Key Vault Secrets User') {
  const roleAssignments = vaults
    .filter(({ name }) => name !== 'kv-strange')
    .map(({ resourceId: scope }) => ({ principalId, role, scope }))
  const options: Partial<MockAzureOptions> = { workload: { identities: [systemIdentity] }, vaults, roleAssignments }
  return witnessCloud(options)
}

const secretUrl = 'https://kv-app.vault.azure.net/secrets/azure-tenant-id'

/** Statuses of the vault's answers after one fault of the call that carries a token, and what the SDK made of it. */
async function afterFault(action: FaultAction) {
  const mock = cloud()
  mock.faults.add({ endpoint: 'key-vault.secret.get', calls: { from: 2, to: 2 }, action })
  const printed = await witness(mock, 'read-secrets.ts', [secretUrl])
  const entries = mock.ledger.entries({ endpoint: 'key-vault.secret.get' })
  return { printed, statuses: entries.map(({ status }) => status), mock }
}

function forbidden(inner: string) {
  return { error: { statusCode: 403, code: 'Forbidden', details: { error: { innerError: { code: inner } } } } }
}

const read = [{ ok: { name: 'azure-tenant-id', value: contosoId } }]

describe('an unmodified SecretClient', witnessing, () => {
  it('answers the challenge and reads a secret', async () => {
    const mock = cloud()
    expect(await witness(mock, 'read-secrets.ts', [secretUrl])).toMatchObject(read)
    const entries = mock.ledger.entries({ endpoint: 'key-vault.secret.get' })
    expect(entries.map(({ status }) => status)).toEqual([401, 200])
    expect(entries[0]?.requestHeaders).not.toHaveProperty('authorization')
    expect(entries[0]?.url).toContain('api%2Dversion=')
  })

  it('sees why it may not read', async () => {
    const mock = cloud([
      vault('kv-app', { secrets: [{ name: 'off', value: 'x', enabled: false }] }),
      vault('kv-strange'),
      vault('kv-policies', { authorization: 'access-policies', accessPolicies: [{ principalId, secrets: ['list'] }] }),
      vault('kv-firewall', { refusal: 'ForbiddenByFirewall' }),
    ])
    const paths = ['kv-app/nothing', 'kv-app/off', 'kv-strange/azure-tenant-id', 'kv-policies/a', 'kv-firewall/a']
    const urls = paths.map((path) => `https://${path.replace('/', '.vault.azure.net/secrets/')}`)
    expect(await witness(mock, 'read-secrets.ts', urls)).toMatchObject([
      { error: { statusCode: 404, code: 'SecretNotFound' } },
      forbidden('SecretDisabled'),
      forbidden('ForbiddenByRbac'),
      forbidden('AccessDenied'),
      forbidden('ForbiddenByFirewall'),
    ])
    expect(mock.ledger.count({ endpoint: 'key-vault.secret.get' })).toBe(10)
  })

  it('writes, lists, disables, deletes, recovers and purges', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ name: `s${index}`, value: 'x' }))
    const mock = cloud([vault('kv-app', { secrets: many })], 'Key Vault Secrets Officer')
    const printed = await witness(mock, 'secret-life.ts', ['https://kv-app.vault.azure.net'])
    expect(printed).toMatchObject({
      listed: expect.arrayContaining(['life', 's0', 's29']),
      versions: ['life', 'life'],
      older: { value: 'one', properties: { contentType: 'text/plain', tags: { made: 'here' } } },
      disabled: { error: { statusCode: 403 } },
      deleted: { name: 'life', properties: { recoveryId: 'https://kv-app.vault.azure.net/deletedsecrets/life' } },
      gone: { error: { statusCode: 404 } },
      again: { error: { statusCode: 409 } },
      deletedNames: ['life'],
      recovered: { value: 'two' },
      purged: { error: { statusCode: 404 } },
    })
    expect(mock.ledger.count({ endpoint: 'key-vault.secret.list' })).toBe(2)
  })

  it('is throttled: without Retry-After it gives up, with it it comes back', async () => {
    const body =
      '{"error":{"code":"Throttled","message":"Request was not processed because too many requests were received."}}'
    const [without, after] = await Promise.all([
      afterFault({ do: 'status', status: 429, body }),
      afterFault({ do: 'status', status: 429, body, headers: { 'retry-after': '1' } }),
    ])
    expect(without.statuses).toEqual([401, 429])
    expect(without.printed).toMatchObject([{ error: { statusCode: 429 } }])
    expect(after.statuses).toEqual([401, 429, 200])
    expect(after.printed).toMatchObject(read)
  })

  it('answers a claims challenge once', async () => {
    const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1"}}}').toString('base64')
    const authority = 'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
    const challenge = `Bearer realm="", ${authority}, error="insufficient_claims", claims="${claims}"`
    const headers = { 'www-authenticate': challenge }
    const { printed, statuses } = await afterFault({ do: 'status', status: 401, headers })
    expect(printed).toMatchObject(read)
    expect(statuses).toEqual([401, 401, 200])
  })

  it('sends no token where the challenge names another resource', async () => {
    const mock = cloud()
    const challenge = `Bearer authorization="https://login.microsoftonline.com/${contosoId}", resource="https://vault.attacker.example"`
    mock.faults.add({
      endpoint: 'key-vault.secret.get',
      action: { do: 'status', status: 401, headers: { 'www-authenticate': challenge } },
    })
    expect(await witness(mock, 'read-secrets.ts', [secretUrl])).toMatchObject([
      { error: { message: expect.stringContaining('does not match the requested domain') } },
    ])
    const entries = mock.ledger.entries({ endpoint: 'key-vault.secret.get' })
    expect(entries.filter(({ requestHeaders }) => 'authorization' in requestHeaders)).toEqual([])
  })
})
