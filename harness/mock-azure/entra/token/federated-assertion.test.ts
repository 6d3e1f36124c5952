import { SignJWT } from 'jose'
import { expect, test } from 'vitest'

import { systemRandom } from '../../../system.ts'
import type { WorkloadIssuer } from '../../managed-identity/contract.ts'
import { signWorkloadToken } from '../../managed-identity/workload-issuer.ts'
import {
  apiUri,
  apps,
  askJson,
  contoso,
  contosoId,
  daemonId,
  daemonSecret,
  fabrikamId,
  login,
  testCloud,
  testKeys,
} from '../../testing/cloud.ts'
import { askToken, claimsOf, signInTokens, userCloud } from '../../testing/entra.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../../testing/workload.ts'
import type { FederatedCredential } from '../app-contract.ts'

const cluster: WorkloadIssuer = {
  issuer: 'https://westeurope.oic.prod-aks.azure.com/a1a1a1a1-0000-4000-8000-000000000001/C1/',
  keys: [await testKeys.key('cluster')],
}
const subject = 'system:serviceaccount:default:web-app'
const exchange = 'api://AzureADTokenExchange'
const entra = `${login}/${contosoId}/v2.0`
const ofCluster: FederatedCredential = { issuer: cluster.issuer, subject }
const ofIdentity: FederatedCredential = { issuer: entra, subject: userIdentity.principalId, audience: exchange }
const sameTenant = [systemIdentity, userIdentity, otherUserIdentity]

function cloud(federatedCredentials: readonly FederatedCredential[]) {
  return testCloud({
    apps: apps.map((app) => (app.clientId === daemonId ? { ...app, federatedCredentials } : app)),
    workloadIssuers: [cluster],
    workload: { identities: sameTenant },
  })
}
type Cloud = ReturnType<typeof cloud>

async function present(mock: Cloud, assertion: string) {
  return askToken(mock, {
    grant_type: 'client_credentials',
    client_id: daemonId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope: `${apiUri}/.default`,
  })
}

const clusterToken = (mock: Cloud, change: Partial<Parameters<typeof signWorkloadToken>[0]> = {}): Promise<string> =>
  signWorkloadToken({ clock: mock.clock, random: systemRandom, issuer: cluster, subject, ...change })

async function identityToken(mock: Cloud, clientId: string, resource = exchange): Promise<string> {
  const query = new URLSearchParams({ 'api-version': '2018-02-01', resource, client_id: clientId }).toString()
  const answer = await askJson(mock, `http://169.254.169.254/metadata/identity/oauth2/token?${query}`, {
    headers: { metadata: 'true' },
  })
  return String(answer['access_token'])
}

test('a token of a trusted cluster proves the client', async () => {
  const mock = cloud([ofCluster])
  const answer = await present(mock, await clusterToken(mock))
  expect([answer.status, claimsOf(answer.access_token)['azpacr']]).toEqual([200, '2'])
})

test('a token of a user-assigned managed identity does, though it names the audience by its GUID', async () => {
  const mock = cloud([ofCluster, ofIdentity])
  const token = await identityToken(mock, userIdentity.clientId)
  expect(claimsOf(token)).toMatchObject({ aud: 'fb60f99c-7a34-4190-8149-302f77469936', sub: userIdentity.principalId })
  expect((await present(mock, token)).status).toBe(200)
})

test.each([
  ['no credential', [], 70025],
  ['another issuer', [{ ...ofCluster, issuer: cluster.issuer.slice(0, -1) }], 700211],
  ['another subject', [{ ...ofCluster, subject: `${subject}-2` }], 700213],
  ['a subject in another case', [{ ...ofCluster, subject: subject.toUpperCase() }], 7002138],
  ['another audience', [{ ...ofCluster, audience: 'api://x' }], 700212],
])('%s: the cluster’s token is refused', async (_, credentials, code) => {
  const mock = cloud(credentials)
  const answer = await present(mock, await clusterToken(mock))
  expect(answer).toMatchObject({ status: 401, error: 'invalid_client', error_codes: [code] })
})

test.each([
  ['the issuer of v1 tokens', { issuer: `https://sts.windows.net/${contosoId}/` }, 700211],
  ['the identity’s client ID as subject', { subject: userIdentity.clientId }, 700213],
  ['the object ID in another case', { subject: userIdentity.principalId.toUpperCase() }, 7002138],
  ['the audience’s GUID', { audience: 'fb60f99c-7a34-4190-8149-302f77469936' }, 700214],
])('%s: the identity’s token is refused', async (_, change, code) => {
  const mock = cloud([{ ...ofIdentity, ...change }])
  const answer = await present(mock, await identityToken(mock, userIdentity.clientId))
  expect(answer).toMatchObject({ status: 401, error: 'invalid_client', error_codes: [code] })
})

test('an expired token, a changed one, one of a stranger’s key, another algorithm', async () => {
  const mock = cloud([ofCluster])
  const outsider = { ...cluster, keys: [await testKeys.key('outsider')] as const }
  expect((await present(mock, await clusterToken(mock, { issuer: outsider }))).error_codes).toEqual([700027])
  const [header, , signature] = (await clusterToken(mock)).split('.')
  const longer = Buffer.from(JSON.stringify({ ...claimsOf(await clusterToken(mock)), exp: 4e9 })).toString('base64url')
  expect((await present(mock, `${header}.${longer}.${signature}`)).error_codes).toEqual([700027])
  const { privateKey, kid } = cluster.keys[0]
  const payload = claimsOf(await clusterToken(mock))
  const own = await new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid }).sign(new Uint8Array(32))
  expect((await present(mock, own)).error_codes).toEqual([5002738])
  expect(privateKey.type).toBe('private')
  const late = await clusterToken(mock, { lifetimeSeconds: 60 })
  mock.clock.advance(361_000)
  expect((await present(mock, late)).error_codes).toEqual([700024])
})

test('an issuer whose keys nobody knows proves nothing', async () => {
  const mock = cloud([{ issuer: 'https://unknown.example', subject }])
  const token = await clusterToken(mock, { issuer: { ...cluster, issuer: 'https://unknown.example' } })
  expect((await present(mock, token)).error_codes).toEqual([700027])
})

test('an identity’s token for another audience proves nothing', async () => {
  const mock = cloud([ofIdentity])
  const token = await identityToken(mock, userIdentity.clientId, apiUri)
  expect((await present(mock, token)).error_codes).toEqual([700212])
})

/** A token for the exchange that this tenant signed, with other claims. */
async function entraToken(mock: Cloud, change: Record<string, unknown>): Promise<string> {
  const { kid, privateKey } = contoso.keys[0]
  const token = await identityToken(mock, userIdentity.clientId)
  return new SignJWT({ ...claimsOf(token), ...change })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .sign(privateKey)
}

test.each([
  ['of a user', { scp: 'access_as_user' }, 700229],
  ['that a federated credential brought', { xms_ficinfo: 'x' }, 700231],
  ['of an app that is no managed identity', { xms_mirid: undefined }, 700226],
])('a token %s proves nothing', async (_, change, code) => {
  const mock = cloud([ofIdentity])
  expect((await present(mock, await entraToken(mock, change))).error_codes).toEqual([code])
})

test('a system-assigned identity cannot be trusted, nor another tenant’s', async () => {
  const system = cloud([{ ...ofIdentity, subject: systemIdentity.principalId }])
  expect((await present(system, await identityToken(system, systemIdentity.clientId))).error_codes).toEqual([700226])
  const issuer = `${login}/${fabrikamId}/v2.0`
  const foreign = cloud([{ ...ofIdentity, issuer }])
  expect((await present(foreign, await entraToken(foreign, { iss: issuer }))).error_codes).toEqual([700236])
})

test('what such a client gets cannot prove another one in turn', async () => {
  const mock = cloud([ofCluster])
  const answer = await askToken(mock, {
    grant_type: 'client_credentials',
    client_id: daemonId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await clusterToken(mock),
    scope: `${exchange}/.default`,
  })
  expect(claimsOf(answer.access_token)).toHaveProperty('xms_ficinfo')
  const bySecret = await askToken(mock, {
    grant_type: 'client_credentials',
    client_id: daemonId,
    client_secret: daemonSecret,
    scope: `${exchange}/.default`,
  })
  expect(claimsOf(bySecret.access_token)).not.toHaveProperty('xms_ficinfo')
})

test('a user’s own token is no assertion of a client', async () => {
  const { accessToken } = await signInTokens(userCloud())
  const mock = cloud([{ issuer: entra, subject: String(claimsOf(accessToken)['sub']) }])
  expect((await present(mock, accessToken)).error_codes).toEqual([700212])
})
