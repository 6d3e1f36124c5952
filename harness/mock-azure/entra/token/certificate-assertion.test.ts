import { importPKCS8, type JWTPayload, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { webcrypto } from 'node:crypto'

import { apiUri, contosoId, daemonId, fabrikamId, login, testCloud, apps } from '../../testing/cloud.ts'
import { type TestCertificate, testCertificate } from '../../testing/certificates.ts'
import { askToken, claimsOf } from '../../testing/entra.ts'

const client = await testCertificate({ key: 'client', subject: 'CN=daemon' })
const other = await testCertificate({ key: 'other-client', subject: 'CN=other' })
const expired = await testCertificate({ key: 'client', subject: 'CN=daemon', notAfter: new Date(Date.UTC(2026, 1)) })
const authority = { key: 'authority', subject: 'CN=Corporate CA' }
const root = await testCertificate({ ...authority, isAuthority: true })
const middle = { key: 'intermediate', subject: 'CN=Issuing CA' }
const intermediate = await testCertificate({ ...middle, issuer: authority, isAuthority: true })
const sni = { key: 'client', subject: 'CN=rotated', dnsName: 'daemon.contoso.example' }
const direct = await testCertificate({ ...sni, issuer: authority })
const indirect = await testCertificate({ ...sni, issuer: middle })
const selfMade = await testCertificate({ ...sni, issuer: { key: 'other-client', subject: authority.subject } })

const endpoint = `${login}/${contosoId}/oauth2/v2.0/token`
const mock = testCloud({
  apps: apps.map((app) =>
    app.clientId === daemonId ? { ...app, certificates: [other.pem, client.pem, expired.pem] } : app,
  ),
})
const trusting = testCloud({
  apps: apps.map((app) => {
    if (app.clientId !== daemonId) return app
    const subjectName = 'daemon.contoso.example'
    return { ...app, trustedCertificateSubjects: [{ subjectName, authority: root.pem }] }
  }),
})
const now = Math.floor(mock.clock.now() / 1000)
const claims = { iss: daemonId, sub: daemonId, aud: endpoint, jti: 'once', nbf: now, iat: now, exp: now + 600 }

interface Options {
  readonly by?: TestCertificate
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  readonly alg?: string
}

async function assertion({ by = client, header, claims: change, alg = 'PS256' }: Options = {}): Promise<string> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', by.privateKey)).toString('base64')
  const key = await importPKCS8(`-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----`, alg)
  const payload: JWTPayload = { ...claims, ...change }
  return new SignJWT(payload).setProtectedHeader({ typ: 'JWT', 'x5t#S256': by['x5t#S256'], ...header, alg }).sign(key)
}

const request = async (options: Options = {}, more: Record<string, string> = {}, cloud = mock) =>
  askToken(cloud, {
    grant_type: 'client_credentials',
    client_id: daemonId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(options),
    scope: `${apiUri}/.default`,
    ...more,
  })

test('a client proves itself by a certificate, and its tokens say so', async () => {
  const answer = await request()
  expect([answer.status, claimsOf(answer.access_token)['azpacr']]).toEqual([200, '2'])
})

test.each([
  ['RS256 and x5t', { alg: 'RS256', header: { 'x5t#S256': undefined, x5t: client.x5t } }],
  ['x5t#S256 with padding', { header: { 'x5t#S256': `${client['x5t#S256']}=` } }],
  ['x5t with padding', { alg: 'RS256', header: { 'x5t#S256': undefined, x5t: `${client.x5t}=` } }],
  ['the thumbprint as kid', { header: { 'x5t#S256': undefined, kid: client.x5t } }],
  [
    'the thumbprint as kid in hexadecimal',
    {
      header: { 'x5t#S256': undefined, kid: Buffer.from(client.x5t, 'base64url').toString('hex').toUpperCase() },
    },
  ],
  ['no typ', { header: { typ: undefined } }],
  ['one audience in a list', { claims: { aud: [endpoint] } }],
  ['the tenant’s domain', { claims: { aud: `${login}/contoso.example/oauth2/v2.0/token` } }],
  ['the v1 token endpoint', { claims: { aud: `${login}/${contosoId}/oauth2/token` } }],
  ['the issuer', { claims: { aud: `${login}/${contosoId}/v2.0` } }],
  ['a clock that is a little behind', { claims: { nbf: now + 299, exp: now + 900 } }],
])('%s will do', async (_, options) => {
  expect((await request(options)).status).toBe(200)
})

test('the same assertion comes again until it expires', async () => {
  const again = { client_assertion: await assertion() }
  const statuses = [await request({}, again), await request({}, again)].map(({ status }) => status)
  expect(statuses).toEqual([200, 200])
})

test.each([
  ['an expired assertion', { claims: { exp: now - 300 } }, 401, 'invalid_client', 700024],
  ['one from the future', { claims: { nbf: now + 301 } }, 401, 'invalid_client', 700024],
  ['one without an end', { claims: { exp: undefined } }, 401, 'invalid_client', 700024],
  [
    'another tenant’s token endpoint',
    { claims: { aud: endpoint.replace(contosoId, fabrikamId) } },
    401,
    'invalid_client',
    700023,
  ],
  [
    'another host',
    { claims: { aud: endpoint.replace(login, 'https://attacker.example') } },
    401,
    'invalid_client',
    700023,
  ],
  ['another path', { claims: { aud: `${login}/${contosoId}/oauth2/v2.0/authorize` } }, 401, 'invalid_client', 700023],
  ['two audiences', { claims: { aud: [endpoint, `${login}/x`] } }, 400, 'invalid_request', 5002741],
  ['another subject', { claims: { sub: 'somebody' } }, 401, 'invalid_client', 50048],
  ['an expired certificate', { header: { 'x5t#S256': expired['x5t#S256'] } }, 401, 'invalid_client', 700027],
  ['another certificate than it says', { header: { 'x5t#S256': other['x5t#S256'] } }, 401, 'invalid_client', 700027],
  ['an unknown certificate', { by: direct, header: {} }, 401, 'invalid_client', 700027],
  ['no thumbprint', { header: { 'x5t#S256': undefined } }, 401, 'invalid_client', 700027],
  ['another type', { header: { typ: 'at+jwt' } }, 400, 'invalid_request', 5002727],
  ['an algorithm that is not accepted', { alg: 'RS512' }, 400, 'invalid_request', 5002738],
])('%s is refused', async (_, options, status, error, code) => {
  expect(await request(options)).toMatchObject({ status, error, error_codes: [code] })
})

test('what is no assertion is refused', async () => {
  expect((await request({}, { client_assertion: 'a.b.c' })).error_codes).toEqual([50027])
  expect((await request({}, { client_assertion_type: 'password' })).error_codes).toEqual([90023])
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await assertion()).split('.')[1]}.`
  expect((await request({}, { client_assertion: unsigned })).error_codes).toEqual([5002738])
})

test.each([
  ['from the trusted authority', direct, [direct.der]],
  ['from one below it', indirect, [indirect.der, intermediate.der]],
])('a certificate that is not registered, but %s', async (_, by, x5c) => {
  const answer = await request({ by, header: { x5c } }, {}, trusting)
  expect([answer.status, answer.error_codes]).toEqual([200, undefined])
})

test.each([
  ['another name', client, [client.der], 700030],
  ['another authority of the same name', selfMade, [selfMade.der], 700030],
  ['a missing link', indirect, [indirect.der], 700030],
  ['a link that is no authority', indirect, [indirect.der, client.der], 700030],
  ['what is no certificate', direct, ['garbage'], 700027],
  ['another key than the certificate’s', other, [direct.der], 700027],
])('%s is not trusted', async (_, by, x5c, code) => {
  expect(await request({ by, header: { x5c } }, {}, trusting)).toMatchObject({ status: 401, error_codes: [code] })
})
