import { expect, test } from 'vitest'

import {
  apiId,
  apiUri,
  ask,
  askJson,
  contosoId,
  daemonId,
  daemonSecret,
  form,
  login,
  testCloud,
  testKeys,
} from './testing/cloud.ts'
import { systemIdentity, userIdentity } from './testing/workload.ts'

const user = {
  objectId: 'b1b1b1b1-0000-4000-8000-000000000001',
  tenantId: contosoId,
  userName: 'first.user@contoso.example',
  givenName: 'First',
  familyName: 'User',
  password: 'a password',
}
const webAppId = 'c6c6c6c6-0000-4000-8000-000000000006'
const webApp = {
  clientId: webAppId,
  tenantId: contosoId,
  displayName: 'Web app',
  secrets: ['the secret'],
  redirectUris: { web: ['http://localhost:3000/callback'] },
}
const vault = {
  name: 'contoso-vault',
  tenantId: contosoId,
  resourceId:
    '/subscriptions/51515151-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/v',
  secrets: [{ name: 'one', value: '1' }],
}
const role = { principalId: systemIdentity.principalId, role: 'Reader', scope: vault.resourceId }

function seeded() {
  const mock = testCloud({
    apps: [
      {
        clientId: apiId,
        tenantId: contosoId,
        displayName: 'API',
        identifierUris: [apiUri],
        scopes: ['read'],
        appRoles: ['R'],
      },
      { clientId: daemonId, tenantId: contosoId, displayName: 'Daemon', secrets: [daemonSecret] },
      webApp,
    ],
    users: [user],
    consents: [{ tenantId: contosoId, clientId: webAppId, resource: apiId, scopes: ['read'] }],
    signIn: { mode: 'automatic', user: user.userName, consent: 'accept' },
    workload: { identities: [systemIdentity] },
    roleAssignments: [role],
    vaults: [vault],
  })
  const [owned] = mock.vaults
  if (owned === undefined) throw new Error('there is a vault')
  return { mock, owned }
}

/** Everything that can be read of a cloud's state without changing it. */
function view({ mock, owned }: ReturnType<typeof seeded>): Record<string, unknown> {
  const { directory, entra, faults, workload, roleAssignments } = mock
  return structuredClone({
    tenants: directory.tenants.map(({ id, keys }) => [id, keys.signing.kid, keys.published.map(({ kid }) => kid)]),
    apps: directory.apps(contosoId),
    accounts: directory.accounts(contosoId).map((account) => [account.objectId, account.user]),
    groups: directory.groupsOf(contosoId, user.objectId),
    roles: directory.app(contosoId, apiId) && directory.rolesOn(contosoId, [user.objectId], webApp),
    knows: directory.knowsClient(contosoId, webAppId, user.objectId),
    signIn: entra.signIn,
    faults: faults.rules,
    identities: workload.identities,
    lifetime: workload.tokenLifetimeSeconds,
    assignments: roleAssignments.all,
    secrets: owned.listSecrets(),
    refusal: owned.refusal,
    policies: owned.accessPolicies,
  })
}

async function change({ mock, owned }: ReturnType<typeof seeded>): Promise<void> {
  const { directory, entra, faults, workload, roleAssignments } = mock
  const home = directory.tenant(contosoId)
  home?.keys.rollover(await testKeys.key('contoso-third'))
  directory.addTenant({
    id: 'a8a8a8a8-0000-4000-8000-000000000008',
    domain: 'late.example',
    displayName: 'Late',
    kind: 'organization',
    keys: [await testKeys.key('fabrikam')],
  })
  directory.addApp({ clientId: 'c9c9c9c9-0000-4000-8000-000000000009', tenantId: contosoId, displayName: 'Late' })
  directory.changeUser(user.objectId, { disabled: true })
  directory.addUser({ ...user, objectId: 'b9b9b9b9-0000-4000-8000-000000000009', userName: 'late@contoso.example' })
  directory.addGroup({
    objectId: 'f9f9f9f9-0000-4000-8000-000000000009',
    tenantId: contosoId,
    displayName: 'Late',
    members: [user.objectId],
  })
  directory.assignAppRole({ tenantId: contosoId, principalId: user.objectId, resource: webAppId })
  directory.revokeConsents(contosoId, webAppId)
  entra.signIn = { mode: 'page' }
  faults.add({ endpoint: 'entra.token', action: { do: 'empty' } })
  workload.assign(userIdentity)
  workload.tokenLifetimeSeconds = 60
  roleAssignments.remove(role)
  owned.setSecret({ name: 'two', value: '2' })
  owned.deleteSecret('one')
  owned.refusal = 'ForbiddenByFirewall'
  owned.accessPolicies = [{ principalId: user.objectId, secrets: ['get'] }]
}

test('all that can be changed comes back, as often as asked', async () => {
  const cloud = seeded()
  const before = view(cloud)
  const restore = cloud.mock.save()
  for (const _ of [1, 2]) {
    await change(cloud)
    const after = view(cloud)
    for (const [name, value] of Object.entries(before)) expect(after).not.toHaveProperty(name, value)
    restore()
    expect(view(cloud)).toEqual(before)
  }
})

test('a code that was redeemed since can be redeemed again, a fault counts from where it was', async () => {
  const { mock } = seeded()
  const query = new URLSearchParams({
    client_id: webAppId,
    response_type: 'code',
    redirect_uri: 'http://localhost:3000/callback',
    scope: `${apiUri}/read`,
  })
  const answer = await ask(mock, `${login}/${contosoId}/oauth2/v2.0/authorize?${query.toString()}`)
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const redeem = async (): Promise<number> => {
    const request = form({
      grant_type: 'authorization_code',
      client_id: webAppId,
      client_secret: 'the secret',
      redirect_uri: 'http://localhost:3000/callback',
      code,
    })
    return (await ask(mock, `${login}/${contosoId}/oauth2/v2.0/token`, request)).status
  }
  mock.faults.add({
    endpoint: 'entra.keys.v2',
    calls: { from: 2, to: 2 },
    action: { do: 'status', status: 503 },
  })
  const keys = async (): Promise<number> => (await ask(mock, `${login}/${contosoId}/discovery/v2.0/keys`)).status
  expect(await keys()).toBe(200)
  const restore = mock.save()
  for (const _ of [1, 2]) {
    expect([await redeem(), await redeem()]).toEqual([200, 400])
    expect([await keys(), await keys()]).toEqual([503, 200])
    restore()
  }
})

test('the ledger tells what happened all the same', async () => {
  const { mock } = seeded()
  const restore = mock.save()
  await askJson(mock, `${login}/${contosoId}/v2.0/.well-known/openid-configuration`)
  restore()
  expect(mock.ledger.count()).toBe(1)
})

test('a request that needs a key waits for it, one that needs none does not', async () => {
  const made = Promise.withResolvers<readonly [Awaited<ReturnType<typeof testKeys.key>>]>()
  const mock = testCloud({
    tenants: [
      { id: contosoId, domain: 'contoso.example', displayName: 'Contoso', kind: 'organization', keys: made.promise },
    ],
    apps: [],
  })
  const keys = askJson(mock, `${login}/${contosoId}/discovery/v2.0/keys`)
  await askJson(mock, `${login}/${contosoId}/v2.0/.well-known/openid-configuration`)
  const key = await testKeys.key('contoso')
  made.resolve([key])
  expect(await keys).toMatchObject({ keys: [{ kid: key.kid }] })
})

test('a cloud that was saved before its keys were made has them when it is gone back to', async () => {
  const made = Promise.withResolvers<readonly [Awaited<ReturnType<typeof testKeys.key>>]>()
  const mock = testCloud({
    tenants: [
      { id: contosoId, domain: 'contoso.example', displayName: 'Contoso', kind: 'organization', keys: made.promise },
    ],
    apps: [],
  })
  const restore = mock.save()
  const published = async (): Promise<unknown> =>
    (await askJson(mock, `${login}/${contosoId}/discovery/v2.0/keys`))['keys']
  const key = await testKeys.key('contoso')
  made.resolve([key])
  expect(await published()).toMatchObject([{ kid: key.kid }])
  const home = mock.directory.tenant(contosoId)
  home?.keys.rollover(await testKeys.key('contoso-second'))
  restore()
  expect(await published()).toMatchObject([{ kid: key.kid }])
  expect(home?.keys.signing.kid).toBe(key.kid)
})
