import { SignJWT } from 'jose'
import { expect, test } from 'vitest'

import {
  apiId,
  apiUri,
  ask,
  contoso,
  contosoId,
  daemonId,
  daemonSecret,
  fabrikam,
  fabrikamId,
  testKeys,
} from '../../testing/cloud.ts'
import {
  askToken,
  authorizeUrl,
  claimsOf,
  firstUser,
  otherApiId,
  returned,
  redeem,
  signInTokens,
  userCloud,
} from '../../testing/entra.ts'

type Cloud = ReturnType<typeof userCloud>
const scope = `api://${otherApiId}/Things.Read`
const policy = 'd0d0d0d0-0000-4000-8000-000000000001'

const onBehalf = (mock: Cloud, assertion: string, change: Record<string, string> = {}, tenant = contosoId) =>
  askToken(
    mock,
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      client_id: apiId,
      client_secret: daemonSecret,
      assertion,
      scope,
      requested_token_use: 'on_behalf_of',
      ...change,
    },
    { tenant },
  )

/** A cloud in which the API may call the other one for everybody. */
function cloud(options: Parameters<typeof userCloud>[0] = {}): Cloud {
  const mock = userCloud(options)
  mock.directory.consent({ tenantId: contosoId, clientId: apiId, resource: otherApiId, scopes: ['Things.Read'] })
  return mock
}

test('an API calls on for the user of its caller', async () => {
  const mock = cloud()
  const { accessToken } = await signInTokens(mock)
  const answer = await onBehalf(mock, accessToken, {
    scope: `${scope} openid profile offline_access`,
    client_info: '1',
  })
  expect(answer).toMatchObject({ status: 200, scope })
  expect(claimsOf(answer.access_token)).toMatchObject({
    aud: otherApiId,
    azp: apiId,
    azpacr: '1',
    oid: firstUser.objectId,
    scp: 'Things.Read',
  })
  expect(answer.refresh_token).toBeDefined()
  expect((await onBehalf(mock, accessToken, {}, 'organizations')).status).toBe(200)
})

test.each([
  ['no assertion', { assertion: '' }, 400, 'invalid_request', 900144],
  ['no token use', { requested_token_use: '' }, 400, 'invalid_request', 900144],
  ['another token use', { requested_token_use: 'x' }, 400, 'invalid_request', 90023],
  ['what is no token', { assertion: 'garbage' }, 400, 'invalid_request', 50027],
  ['no credential', { client_secret: '' }, 401, 'invalid_client', 7000218],
  ['an API without consent', { scope: 'User.Read' }, 400, 'invalid_grant', 65001],
])('%s is refused', async (_, change, status, error, code) => {
  const mock = cloud()
  const { accessToken } = await signInTokens(mock)
  expect(await onBehalf(mock, accessToken, change)).toMatchObject({ status, error, error_codes: [code] })
})

/** A token of the tenant itself with other claims, or another key. */
async function forged(token: string, change: Record<string, unknown>, key = contoso.keys[0]): Promise<string> {
  return new SignJWT({ ...claimsOf(token), ...change })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .sign(key.privateKey)
}

test.each([
  ['a token for another API', { aud: otherApiId }, 500131],
  ['an expired token', { exp: 1, nbf: 0 }, 500133],
  ['a token of an unknown issuer', { iss: 'https://issuer.example/' }, 50013],
  ['an app-only token', { scp: undefined, idtyp: 'app' }, 7000114],
])('%s is no assertion', async (_, change, code) => {
  const mock = cloud()
  const { accessToken } = await signInTokens(mock)
  const answer = await onBehalf(mock, await forged(accessToken, change))
  expect(answer).toMatchObject({ status: 400, error: 'invalid_grant', error_codes: [code] })
})

test('nor is one that somebody else signed, or another tenant, or an ID token', async () => {
  const mock = cloud({
    changes: { [apiId]: { implicitGrant: { idToken: true }, redirectUris: { web: ['https://api.example/'] } } },
  })
  const { accessToken } = await signInTokens(mock)
  const outsider = await testKeys.key('outsider')
  expect((await onBehalf(mock, await forged(accessToken, {}, outsider))).error_codes).toEqual([50013])
  const foreign = { tid: fabrikamId, iss: `https://login.microsoftonline.com/${fabrikamId}/v2.0` }
  expect((await onBehalf(mock, await forged(accessToken, foreign, fabrikam.keys[0]))).error_codes).toEqual([50013])
  const own = { client_id: apiId, redirect_uri: 'https://api.example/', scope: 'openid profile', nonce: 'n' }
  const { id_token: idToken = '' } = returned(
    await ask(mock, authorizeUrl({ ...own, response_type: 'id_token' })),
  ).values
  expect(await onBehalf(mock, idToken)).toMatchObject({ error: 'invalid_request', error_codes: [240002] })
})

test('a client’s own token without a user is no assertion', async () => {
  const mock = cloud()
  const { access_token: token = '' } = await askToken(mock, {
    grant_type: 'client_credentials',
    client_id: daemonId,
    client_secret: daemonSecret,
    scope: `${apiUri}/.default`,
  })
  expect((await onBehalf(mock, token)).error_codes).toEqual([7000114])
})

test('an API behind a policy challenges its caller’s caller; a sign-in with the challenge is enough', async () => {
  const mock = cloud({ changes: { [otherApiId]: { conditionalAccessPolicy: policy } } })
  const { accessToken } = await signInTokens(mock)
  const refused = await onBehalf(mock, accessToken)
  const claims = JSON.stringify({ access_token: { polids: { essential: true, values: [policy] } } })
  expect(refused).toMatchObject({
    status: 400,
    error: 'interaction_required',
    error_codes: [50076],
    suberror: 'basic_action',
    claims,
  })
  const { code = '' } = returned(await ask(mock, authorizeUrl({ claims }))).values
  const stronger = await redeem(mock, code)
  expect((await onBehalf(mock, stronger.access_token ?? '')).status).toBe(200)
})
