import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { z } from 'zod'

import type { MockAzure } from '../mock-azure/contract.ts'
import {
  apiId,
  apiUri,
  ask,
  askJson,
  contoso,
  contosoId,
  daemonId,
  daemonSecret,
  fabrikamId,
  form,
  login,
} from '../mock-azure/testing/cloud.ts'
import { systemIdentity, userIdentity } from '../mock-azure/testing/workload.ts'
import { controlledCloud, start, user, vaultId, vaultUrl } from './testing/controlled-cloud.ts'

const lateId = 'a7a7a7a7-0000-4000-8000-000000000007'
const imds = 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01'

const keySet = z.object({ keys: z.array(z.object({ kid: z.string() })) })

async function daemonToken(mock: MockAzure, tenantId = contosoId, clientId = daemonId): Promise<string> {
  const request = form({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: daemonSecret,
    scope: `${apiUri}/.default`,
  })
  const answer = await askJson(mock, `${login}/${tenantId}/oauth2/v2.0/token`, request)
  return String(answer['access_token'] ?? answer['error_description'])
}

async function identityToken(mock: MockAzure, clientId: string, resource = 'https://vault.azure.net'): Promise<string> {
  const url = `${imds}&resource=${resource}&client_id=${clientId}`
  const answer = await askJson(mock, url, { headers: { metadata: 'true' } })
  return String(answer['access_token'] ?? answer['error_description'])
}

async function kids(mock: MockAzure): Promise<readonly string[]> {
  const answer = await askJson(mock, `${login}/${contosoId}/discovery/v2.0/keys`)
  return keySet.parse(answer).keys.map(({ kid }) => kid)
}

test('a tenant that is added issues tokens with a key of its own', async () => {
  const { mock, control } = controlledCloud()
  const added = await control.tenants.add({
    id: lateId,
    domain: 'late.example',
    displayName: 'Late',
    kind: 'organization',
  })
  expect(control.tenants.list().map(({ domain }) => domain)).toEqual([
    'contoso.example',
    'fabrikam.example',
    'live.example',
    'late.example',
  ])
  control.apps.add({ clientId: lateId, tenantId: lateId, displayName: 'Late daemon', secrets: [daemonSecret] })
  control.apps.add({
    clientId: lateId.replace('a7', 'c7'),
    tenantId: lateId,
    displayName: 'API',
    identifierUris: ['api://late'],
  })
  const request = form({
    grant_type: 'client_credentials',
    client_id: lateId,
    client_secret: daemonSecret,
    scope: 'api://late/.default',
  })
  const { access_token: token } = await askJson(mock, `${login}/late.example/oauth2/v2.0/token`, request)
  expect(decodeJwt(String(token))).toMatchObject({ tid: lateId })
  expect(added.keys).toEqual([{ kid: decodeProtectedHeader(String(token)).kid, signing: true }])
})

test('keys: publish, roll over to a new or a published one, retire', async () => {
  const { mock, control } = controlledCloud()
  const [first, second] = contoso.keys.map(({ kid }) => kid)
  const published = await control.keys.publish()
  expect(published.signing).toBe(false)
  expect(decodeProtectedHeader(await daemonToken(mock)).kid).toBe(first)

  expect(await control.keys.rollover('contoso.example', published.kid)).toEqual({ kid: published.kid, signing: true })
  expect(decodeProtectedHeader(await daemonToken(mock)).kid).toBe(published.kid)
  const fresh = await control.keys.rollover()
  expect(decodeProtectedHeader(await daemonToken(mock)).kid).toBe(fresh.kid)

  control.keys.retire(undefined, first ?? '')
  expect(await kids(mock)).toEqual([second, published.kid, fresh.kid])
  expect(control.keys.list()).toEqual(
    [second, published.kid, fresh.kid].map((kid) => ({ kid, signing: kid === fresh.kid })),
  )
  expect(() => control.keys.retire(undefined, fresh.kid)).toThrow(
    expect.objectContaining({ code: 'CONTROL_KEY_SIGNS' }),
  )
  expect(() => control.keys.retire(undefined, 'none')).toThrow(expect.objectContaining({ code: 'CONTROL_UNKNOWN' }))
  await expect(control.keys.rollover(undefined, 'none')).rejects.toMatchObject({ code: 'CONTROL_UNKNOWN' })
})

test('apps, roles and consents count at once', async () => {
  const { mock, control } = controlledCloud()
  const clientId = 'c7c7c7c7-0000-4000-8000-000000000007'
  expect(await daemonToken(mock, contosoId, clientId)).toContain('AADSTS700016')
  control.apps.add({ clientId, displayName: 'Another daemon', secrets: [daemonSecret] })
  control.apps.add({ clientId: lateId, displayName: 'Another API', scopes: ['read'], appRoles: ['Read.All'] })
  expect(decodeJwt(await daemonToken(mock, contosoId, clientId))).toMatchObject({ azp: clientId })
  expect(control.apps.list('contoso.example').map((app) => app.clientId)).toContain(clientId)
  expect(control.apps.list(fabrikamId)).toEqual([])

  control.apps.assignRole({ principalId: clientId, resource: lateId, role: 'Read.All' })
  const request = form({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: daemonSecret,
    scope: `${lateId}/.default`,
  })
  const { access_token: token } = await askJson(mock, `${login}/${contosoId}/oauth2/v2.0/token`, request)
  expect(decodeJwt(String(token))).toMatchObject({ roles: ['Read.All'] })

  control.apps.consent({ clientId, resource: lateId, scopes: ['read'] })
  expect(mock.directory.knowsClient(contosoId, clientId, user.objectId)).toBe(true)
  control.apps.revokeConsents(clientId)
  expect(mock.directory.knowsClient(contosoId, clientId, user.objectId)).toBe(false)
  expect(() => control.apps.add({ clientId, displayName: 'Twice' })).toThrow(
    expect.objectContaining({ code: 'MOCK_DUPLICATE' }),
  )
})

test('a registration can be changed: its secrets, its redirect URIs, what its tokens are', async () => {
  const { mock, control } = controlledCloud()
  const before = await daemonToken(mock, contosoId, daemonId)
  expect(decodeJwt(before)).toMatchObject({ ver: '2.0' })
  control.apps.change(daemonId.toUpperCase(), { secrets: ['rotated'] })
  expect(await daemonToken(mock, contosoId, daemonId)).toContain('AADSTS7000215')
  control.apps.change(daemonId, { secrets: [daemonSecret] })
  control.apps.change(apiId, { requestedAccessTokenVersion: 1 })
  const after = decodeJwt(await daemonToken(mock, contosoId, daemonId))
  expect(after).toMatchObject({ ver: '1.0', oid: decodeJwt(before)['oid'] })

  expect(() => control.apps.change(lateId, {})).toThrow(expect.objectContaining({ code: 'MOCK_APP_UNKNOWN' }))
  expect(() => control.apps.change(daemonId, { identifierUris: [apiUri] })).toThrow(
    expect.objectContaining({ code: 'MOCK_DUPLICATE' }),
  )
  expect(() => control.apps.change(apiId, { identifierUris: [apiUri] })).not.toThrow()
  expect(() => control.apps.change(apiId, { customClaims: [{ claim: 'oid', value: 'x' }] })).toThrow(
    expect.objectContaining({ code: 'MOCK_CLAIM_RESTRICTED' }),
  )
})

test('a role can be taken away again', () => {
  const { mock, control } = controlledCloud()
  control.apps.add({ clientId: lateId, displayName: 'Another API', appRoles: ['Read', 'Write'] })
  const roles = (): unknown => {
    const app = mock.directory.app(contosoId, lateId)
    return app && mock.directory.rolesOn(contosoId, [daemonId], app)
  }
  control.apps.assignRole({ principalId: daemonId, resource: lateId, role: 'Read' })
  control.apps.assignRole({ principalId: daemonId, resource: lateId, role: 'Write' })
  control.apps.unassignRole({ principalId: daemonId.toUpperCase(), resource: lateId, role: 'Read' })
  expect(roles()).toEqual(['Write'])
  control.apps.unassignRole({ principalId: daemonId, resource: lateId })
  expect(roles()).toEqual(['Write'])
  control.apps.unassignRole({ principalId: daemonId, resource: lateId, role: 'Write' })
  expect(roles()).toBeUndefined()
})

test('users can be added, changed, invited, put into groups and signed out', () => {
  const { mock, control } = controlledCloud()
  const guest = { ...user, objectId: 'b2b2b2b2-0000-4000-8000-000000000002', userName: 'guest@fabrikam.example' }
  control.users.add({ ...guest, tenantId: fabrikamId })
  control.users.invite({
    userId: guest.objectId,
    tenantId: contosoId,
    objectId: 'b3b3b3b3-0000-4000-8000-000000000003',
  })
  expect(mock.directory.accounts(contosoId).map(({ objectId }) => objectId)).toEqual([
    user.objectId,
    'b3b3b3b3-0000-4000-8000-000000000003',
  ])
  const group = 'f1f1f1f1-0000-4000-8000-000000000001'
  control.users.addGroup({ objectId: group, displayName: 'Everybody', members: [user.objectId] })
  expect(mock.directory.groupsOf(contosoId, user.objectId)).toEqual([group])
  expect(control.users.change(user.userName, { disabled: true })).toMatchObject({ ...user, disabled: true })
  expect(control.users.list()).toHaveLength(2)
  expect(() => control.users.revokeSessions('nobody')).toThrow(expect.objectContaining({ code: 'CONTROL_UNKNOWN' }))
  control.signIn = { mode: 'automatic', user: user.userName, consent: 'decline' }
  expect(mock.entra.signIn).toBe(control.signIn)
})

test('managed identities come, go, and say how long their tokens are good', async () => {
  const { mock, control } = controlledCloud()
  const { tenantId: _, ...identity } = userIdentity
  control.identities.assign(identity)
  expect(control.identities.list()).toEqual([systemIdentity, userIdentity])
  expect(decodeJwt(await identityToken(mock, userIdentity.clientId))).toMatchObject({ appid: userIdentity.clientId })
  control.identities.tokenLifetimeSeconds = 60
  const token = decodeJwt(await identityToken(mock, userIdentity.clientId))
  expect((token.exp ?? 0) - start / 1000).toBe(61)
  control.identities.unassign(userIdentity.clientId)
  expect(await identityToken(mock, userIdentity.clientId)).toBe('Identity not found')
  expect(() => control.identities.unassign(userIdentity.clientId)).toThrow(
    expect.objectContaining({ code: 'CONTROL_UNKNOWN' }),
  )
})

test('role assignments and secrets decide what Key Vault answers', async () => {
  const { mock, control } = controlledCloud()
  const authorization = `Bearer ${await identityToken(mock, systemIdentity.clientId)}`
  const read = (name: string) =>
    ask(mock, `${vaultUrl}/secrets/${name}?api-version=7.5`, { headers: { authorization } })
  const role = { principalId: systemIdentity.principalId, role: 'Key Vault Secrets User', scope: vaultId }
  expect((await read('one')).status).toBe(403)
  control.roleAssignments.add(role)
  expect(control.roleAssignments.list()).toEqual([role])
  expect(await (await read('one')).json()).toMatchObject({ value: '1' })

  const version = control.vaults.setSecret('CONTOSO-vault', { name: 'two', value: '2' })
  expect(await (await read('two')).json()).toMatchObject({ value: '2', id: `${vaultUrl}/secrets/two/${version}` })
  expect(control.vaults.secrets('contoso-vault').map(({ name, value }) => [name, value])).toEqual([
    ['one', '1'],
    ['two', '2'],
  ])
  control.vaults.deleteSecret('contoso-vault', 'ONE')
  expect((await read('one')).status).toBe(404)
  expect(control.vaults.list()).toEqual([{ name: 'contoso-vault', url: vaultUrl }])
  for (const fail of [
    () => control.vaults.secrets('none'),
    () => control.vaults.deleteSecret('contoso-vault', 'one'),
  ]) {
    expect(fail).toThrow(expect.objectContaining({ code: 'CONTROL_UNKNOWN' }))
  }
  control.roleAssignments.remove(role)
  expect((await read('two')).status).toBe(403)
})

test('a vault can be shut and opened, and given other access policies', () => {
  const { mock, control } = controlledCloud()
  const vault = mock.vault('contoso-vault')
  const policies = [{ principalId: user.objectId, secrets: ['get' as const] }]
  control.vaults.change('Contoso-Vault', { refusal: 'ForbiddenByFirewall', accessPolicies: policies })
  expect(vault).toMatchObject({ refusal: 'ForbiddenByFirewall', accessPolicies: policies })
  control.vaults.change('contoso-vault', {})
  expect(vault).toMatchObject({ refusal: 'ForbiddenByFirewall', accessPolicies: policies })
  control.vaults.change('contoso-vault', { refusal: null })
  expect(vault?.refusal).toBeUndefined()
  expect(() => control.vaults.change('none', {})).toThrow(expect.objectContaining({ code: 'CONTROL_UNKNOWN' }))
})

test('faults are listed while they are in the script', async () => {
  const { mock, control } = controlledCloud()
  const rule = { endpoint: 'entra.keys.v2', action: { do: 'status', status: 503 } } as const
  const keys = async (): Promise<number> => (await ask(mock, `${login}/${contosoId}/discovery/v2.0/keys`)).status
  const [one, two] = [control.faults.add(rule), control.faults.add(rule)]
  expect(control.faults.list()).toEqual([
    { id: one, ...rule },
    { id: two, ...rule },
  ])
  expect(await keys()).toBe(503)
  control.faults.remove(one)
  expect([await keys(), control.faults.list().map(({ id }) => id)]).toEqual([503, [two]])
  control.faults.clear()
  expect([await keys(), control.faults.list()]).toEqual([200, []])
  expect(() => control.faults.remove('99')).toThrow(expect.objectContaining({ code: 'CONTROL_UNKNOWN' }))
})

test.each([1e15, -1e13, Number.NaN, Number.POSITIVE_INFINITY])('the clock cannot be moved by %d', (ms) => {
  const { control } = controlledCloud()
  expect(() => control.clock.move(ms)).toThrow(expect.objectContaining({ code: 'CONTROL_CLOCK' }))
  expect(control.clock.read()).toEqual({ now: start, offsetMs: 0 })
})

test('the clock moves for tokens', async () => {
  const { mock, control } = controlledCloud()
  const issuedAt = async (): Promise<number | undefined> => decodeJwt(await daemonToken(mock)).iat
  const before = await issuedAt()
  expect(control.clock.move(3_600_000)).toEqual({ now: start + 3_600_000, offsetMs: 3_600_000 })
  expect(control.clock.move(-1000)).toEqual({ now: start + 3_599_000, offsetMs: 3_599_000 })
  expect(await issuedAt()).toBe((before ?? 0) + 3599)
  expect(control.clock.reset()).toEqual({ now: start, offsetMs: 0 })
})

test('a snapshot brings back state, faults and the clock, again and again; the ledger stays', async () => {
  const { mock, control } = controlledCloud()
  const fault = control.faults.add({ endpoint: 'entra.keys.v2', action: { do: 'empty' } })
  control.clock.move(1000)
  const snapshot = control.snapshots.take()
  for (const _ of [1, 2]) {
    control.faults.clear()
    control.clock.move(5000)
    control.users.change(user.userName, { disabled: true })
    await control.keys.rollover()
    expect(control.faults.list()).toEqual([])
    control.snapshots.restore(snapshot)
    expect(control.faults.list().map(({ id }) => id)).toEqual([fault])
    expect(control.clock.read().offsetMs).toBe(1000)
    expect(control.users.list()[0]).not.toHaveProperty('disabled')
    expect(control.keys.list()[0]).toMatchObject({ signing: true })
    await daemonToken(mock)
  }
  expect(control.ledger.count()).toBe(2)
  expect(control.snapshots.list()).toEqual([snapshot])
  control.snapshots.drop(snapshot)
  expect(() => control.snapshots.restore(snapshot)).toThrow(expect.objectContaining({ code: 'CONTROL_UNKNOWN' }))
})

test('a tenant can be named by GUID or domain; one that is not there is an error', () => {
  const { control } = controlledCloud()
  expect(control.apps.list('CONTOSO.example')).toEqual(control.apps.list(contosoId))
  expect(control.apps.list().map(({ clientId }) => clientId)).toContain(apiId)
  expect(() => control.apps.list('none.example')).toThrow(
    expect.objectContaining({
      code: 'CONTROL_UNKNOWN',
      fault: 'config',
      message: 'This cloud has no tenant none.example.',
    }),
  )
})

test('parallel worlds never meet', async () => {
  const worlds = Array.from({ length: 8 }, () => controlledCloud())
  await Promise.all(
    worlds.map(async ({ mock, control }, index) => {
      control.clock.move(index * 1000)
      control.apps.add({ clientId: lateId, displayName: `World ${index}`, secrets: [`secret ${index}`] })
      control.vaults.setSecret('contoso-vault', { name: 'world', value: String(index) })
      if (index % 2 === 1) control.faults.add({ endpoint: 'entra.keys.v2', action: { do: 'status', status: 503 } })
      const keys = await ask(mock, `${login}/${contosoId}/discovery/v2.0/keys`)
      const statuses = worlds.map(async (_, other) => {
        const request = form({
          grant_type: 'client_credentials',
          client_id: lateId,
          client_secret: `secret ${other}`,
          scope: `${apiUri}/.default`,
        })
        return (await ask(mock, `${login}/${contosoId}/oauth2/v2.0/token`, request)).status
      })
      expect(keys.status).toBe(index % 2 === 1 ? 503 : 200)
      expect(await Promise.all(statuses)).toEqual(worlds.map((_, other) => (other === index ? 200 : 401)))
      expect(control.vaults.secrets('contoso-vault').map(({ value }) => value)).toEqual(['1', String(index)])
      expect(control.clock.read().offsetMs).toBe(index * 1000)
      expect(control.ledger.count()).toBe(9)
    }),
  )
})
