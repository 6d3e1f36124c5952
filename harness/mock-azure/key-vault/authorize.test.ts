import { describe, expect, it } from 'vitest'

import { describedTokens } from '../access/described-tokens.ts'
import { ask, contosoId, fabrikamId } from '../testing/cloud.ts'
import { resourceGroup, systemIdentity, userIdentity } from '../testing/workload.ts'
import type { SecretPermission } from './contract.ts'
import { askVault, put, tokenFor, vault, vaultCloud, vaultId, vaultUrl } from './testing/vault.ts'

const secretUrl = `${vaultUrl}/secrets/azure-tenant-id/?api%2Dversion=2025-07-01`
const { principalId } = systemIdentity

async function withToken(mock: ReturnType<typeof vaultCloud>, token: string): Promise<Response> {
  return ask(mock, secretUrl, { headers: { authorization: `Bearer ${token}` } })
}

describe('a request without a good token', () => {
  it('is challenged: which tenant, which resource', async () => {
    const answer = await ask(vaultCloud(), secretUrl)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer authorization="https://login.microsoftonline.com/${contosoId}", resource="https://vault.azure.net"`,
    )
    expect(await answer.json()).toEqual({
      error: { code: 'Unauthorized', message: 'AKV10000: Request is missing a Bearer or PoP token.' },
    })
  })

  it('is told what is wrong with the token it has', async () => {
    const mock = vaultCloud()
    const good = await tokenFor(mock)
    const answers = {
      AKV10022: await withToken(mock, await tokenFor(mock, 'https://management.azure.com')),
      'Error validating token: signature': await withToken(mock, `${good.slice(0, -6)}AAAAAA`),
      'Error validating token: malformed': await withToken(mock, 'x'),
    }
    for (const [message, answer] of Object.entries(answers)) {
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /)
      expect(await answer.text()).toContain(message)
    }
  })

  it('cannot use a token that has expired', async () => {
    const mock = vaultCloud()
    const token = await tokenFor(mock)
    expect((await withToken(mock, token)).status).toBe(200)
    mock.clock.advance(24 * 3600_000 + 301_000)
    const answer = await withToken(mock, token)
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('expired')
  })

  it('cannot use a token of another tenant', async () => {
    const mock = vaultCloud({ tenantId: fabrikamId })
    const answer = await withToken(mock, await tokenFor(mock))
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('AKV10032')
  })
})

describe('roles', () => {
  it.each<[string, number, number, number]>([
    ['Key Vault Administrator', 200, 200, 200],
    ['Key Vault Secrets Officer', 200, 200, 200],
    ['Key Vault Secrets User', 200, 200, 403],
    ['Key Vault Reader', 403, 200, 403],
    ['Contributor', 403, 403, 403],
  ])('%s: reading %i, listing %i, writing %i', async (role, get, list, set) => {
    const mock = vaultCloud({}, role)
    expect((await askVault(mock, '/secrets/azure-tenant-id')).status).toBe(get)
    expect((await askVault(mock, '/secrets')).status).toBe(list)
    expect((await askVault(mock, '/secrets/other', put({ value: 'x' }))).status).toBe(set)
  })

  it('refuse with their own code, and name the caller', async () => {
    const mock = vaultCloud()
    mock.roleAssignments.remove({ principalId, role: 'Key Vault Secrets User', scope: vaultId })
    const { status, body } = await askVault(mock, '/secrets/azure-tenant-id')
    expect(status).toBe(403)
    expect(body).toMatchObject({ error: { code: 'Forbidden', innererror: { code: 'ForbiddenByRbac' } } })
    expect(JSON.stringify(body)).toContain(`oid=${principalId}`)
  })

  it.each([
    [resourceGroup, 200],
    [`${vaultId}/secrets/azure-tenant-id`, 200],
    [`${vaultId}/secrets/another`, 403],
  ])('at %s: %i', async (scope, status) => {
    const mock = vaultCloud({}, 'Key Vault Secrets User', {
      roleAssignments: [{ principalId, role: 'Key Vault Secrets User', scope }],
    })
    expect((await askVault(mock, '/secrets/azure-tenant-id')).status).toBe(status)
  })

  it('do not count in a vault of access policies', async () => {
    const { status, body } = await askVault(
      vaultCloud({ authorization: 'access-policies' }),
      '/secrets/azure-tenant-id',
    )
    expect(status).toBe(403)
    expect(body).toMatchObject({ error: { code: 'Forbidden', innererror: { code: 'AccessDenied' } } })
  })
})

function guarded(...secrets: SecretPermission[]) {
  return vaultCloud({ authorization: 'access-policies', accessPolicies: [{ principalId, secrets }] }, 'Contributor')
}

describe('access policies', () => {
  it('allow what they name', async () => {
    const reader = guarded('get')
    expect((await askVault(reader, '/secrets/azure-tenant-id')).status).toBe(200)
    expect((await askVault(reader, '/secrets')).status).toBe(403)
    const writer = guarded('list', 'set')
    expect((await askVault(writer, '/secrets')).status).toBe(200)
    expect((await askVault(writer, '/secrets/other', put({ value: 'x' }))).status).toBe(200)
    expect((await askVault(writer, '/secrets/azure-tenant-id')).status).toBe(403)
  })

  it('are asked for the permission of each operation', async () => {
    const requests: Record<SecretPermission, readonly (readonly [string, string])[]> = {
      get: [
        ['GET', '/secrets/s'],
        ['GET', '/secrets/s/00000000000000000000000000000000'],
        ['GET', '/deletedsecrets/s'],
      ],
      list: [
        ['GET', '/secrets'],
        ['GET', '/secrets/s/versions'],
        ['GET', '/deletedsecrets'],
      ],
      set: [
        ['PUT', '/secrets/s'],
        ['PATCH', '/secrets/s'],
      ],
      delete: [['DELETE', '/secrets/s']],
      recover: [['POST', '/deletedsecrets/s/recover']],
      purge: [['DELETE', '/deletedsecrets/s']],
    }
    const permissions = ['get', 'list', 'set', 'delete', 'recover', 'purge'] as const
    for (const permission of permissions) {
      const one = guarded(permission)
      const others = guarded(...permissions.filter((other) => other !== permission))
      for (const [method, path] of requests[permission]) {
        expect((await askVault(one, path, { method })).status, `${method} ${path}`).not.toBe(403)
        expect((await askVault(others, path, { method })).status, `${method} ${path}`).toBe(403)
      }
    }
  })

  it('name principals by their object ID, and can be changed', async () => {
    const mock = guarded()
    const owned = mock.vault('KV-APP')
    if (owned === undefined) throw new Error('no vault')
    owned.accessPolicies = [
      { principalId: userIdentity.principalId, secrets: ['get'] },
      { principalId: systemIdentity.clientId, secrets: ['get'] },
    ]
    expect((await askVault(mock, '/secrets/azure-tenant-id')).status).toBe(403)
    owned.accessPolicies = [{ principalId: principalId.toUpperCase(), secrets: ['get'] }]
    expect((await askVault(mock, '/secrets/azure-tenant-id')).status).toBe(200)
  })
})

describe('a vault', () => {
  it.each(['ForbiddenByFirewall', 'ForbiddenByConnection', 'ForbiddenByPolicy'] as const)(
    'can refuse everyone who proved who they are: %s',
    async (refusal) => {
      const mock = vaultCloud({ refusal })
      expect((await ask(mock, secretUrl)).status).toBe(401)
      const { status, body } = await askVault(mock, '/secrets/azure-tenant-id')
      expect(status).toBe(403)
      expect(body).toMatchObject({ error: { code: 'Forbidden', innererror: { code: refusal } } })
      const owned = mock.vault(vault.name)
      if (owned !== undefined) owned.refusal = undefined
      expect((await askVault(mock, '/secrets/azure-tenant-id')).status).toBe(200)
    },
  )

  it('belongs to a tenant of this cloud', () => {
    expect(() => vaultCloud({ tenantId: 'a9a9a9a9-0000-4000-8000-000000000009' })).toThrow('does not exist')
  })

  it('has each operation named in the ledger, with the claims of the token and no secret', async () => {
    const mock = vaultCloud({}, 'Key Vault Secrets Officer')
    await askVault(mock, '/secrets/other', put({ value: 'the value itself' }))
    await askVault(mock, '/secrets/other')
    const entries = mock.ledger.entries({ host: 'kv-app.vault.azure.net', tenantId: contosoId })
    expect(entries.map(({ endpoint }) => endpoint)).toEqual(['key-vault.secret.set', 'key-vault.secret.get'])
    expect(describedTokens(entries[0]?.requestHeaders['authorization'])).toMatchObject([
      { claims: { aud: 'https://vault.azure.net', appid: systemIdentity.clientId, oid: principalId } },
    ])
    expect(JSON.stringify(entries)).not.toContain('the value itself')
  })
})
