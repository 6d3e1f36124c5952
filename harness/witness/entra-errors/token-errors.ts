import { SignJWT } from 'jose'
import * as client from 'openid-client'

import {
  askJson,
  apiId,
  apiUri,
  contoso,
  contosoId,
  daemonId,
  daemonSecret,
  fabrikamId,
  form,
  login,
  nobodyId,
} from '../../mock-azure/testing/cloud.ts'
import {
  apiScope,
  askToken,
  challenge,
  claimsOf,
  firstUser,
  fromPage,
  getCode,
  multiTenantId,
  nativeId,
  nativeRedirect,
  redeem,
  signInTokens,
  spaId,
  spaRedirect,
  stranger,
  userScope,
  verifier,
  webAppId,
  webAppSecret,
  webRedirect,
} from '../../mock-azure/testing/entra.ts'
import {
  askAlone,
  askAloneAt,
  calledOn,
  consoleApp,
  confidential,
  discover,
  grant,
  inWorld,
  redeemed,
  type Seen,
  seenByMsal,
  webApp,
  type Witness,
  type World,
} from './world.ts'

const dayMs = 24 * 60 * 60 * 1000
const policy = 'd0d0d0d0-0000-4000-8000-000000000001'
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const spa = { client_id: spaId, redirect_uri: spaRedirect }

const alone =
  (...args: Parameters<typeof askAlone>): Witness =>
  () =>
    inWorld(() => seenByMsal(askAlone(...args)))
const redemption =
  (...args: Parameters<typeof redeemed> extends [World, ...infer Rest] ? Rest : never): Witness =>
  () =>
    inWorld((world) => redeemed(world, ...args))

/** A user signs in by name and password. */
const byPassword =
  (
    user: { username?: string; password?: string } = {},
    change?: Parameters<World['mock']['directory']['changeUser']>[1],
  ): Witness =>
  () =>
    inWorld(({ mock }) => {
      if (change !== undefined) mock.directory.changeUser(firstUser.objectId, change)
      const known = { username: firstUser.userName, password: 'correct horse' }
      return seenByMsal(consoleApp().acquireTokenByUsernamePassword({ scopes: [apiScope], ...known, ...user }))
    })

/** A web app comes back with its refresh token. */
const renewal =
  (before: (world: World) => void, token?: string): Witness =>
  () =>
    inWorld(async (world) => {
      const { refreshToken } = await signInTokens(world.mock)
      before(world)
      return seenByMsal(
        webApp().acquireTokenByRefreshToken({ refreshToken: token ?? refreshToken, scopes: [apiScope] }),
      )
    })

/** An API calls on with a token of its tenant in which something is different. */
const onBehalfOf =
  (change: Record<string, unknown>): Witness =>
  () =>
    inWorld(async ({ mock }) => {
      const { accessToken } = await signInTokens(mock)
      const { kid, privateKey } = contoso.keys[0]
      const header = { alg: 'RS256', typ: 'JWT', kid }
      const claims = { ...claimsOf(accessToken), ...change }
      return calledOn(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey))
    })

/** A device asks for its tokens. */
const devicePoll =
  (before: (world: World) => void, deviceCode?: string): Witness =>
  () =>
    inWorld(
      async (world) => {
        const request = form({ client_id: nativeId, scope: userScope })
        const device = await askJson(world.mock, `${login}/${contosoId}/oauth2/v2.0/devicecode`, request)
        before(world)
        const parameters = { device_code: deviceCode ?? String(device['device_code']) }
        return grant(deviceGrant, parameters, discover(nativeId, client.None()))
      },
      { signIn: { mode: 'page' } },
    )

const nothing = (): void => undefined
const origin = fromPage.headers.origin

async function pageRenewal({ mock, clock }: World): Promise<Seen> {
  const code = await getCode(mock, { ...spa, ...challenge })
  const answer = await redeem(mock, code, { ...spa, client_secret: '', code_verifier: verifier }, fromPage)
  clock.advance(dayMs)
  const parameters = { refresh_token: answer.refresh_token ?? '' }
  return grant('refresh_token', parameters, discover(spaId, client.None(), origin))
}

async function guestless({ mock }: World): Promise<Seen> {
  const shared = { client_id: multiTenantId, scope: 'openid offline_access', login_hint: stranger.userName }
  const code = await getCode(mock, shared, 'common')
  const { refresh_token: refreshToken = '' } = await redeem(
    mock,
    code,
    { client_id: multiTenantId },
    { tenant: 'common' },
  )
  const app = confidential({ clientId: multiTenantId, clientSecret: webAppSecret })
  return seenByMsal(app.acquireTokenByRefreshToken({ refreshToken, scopes: [apiScope] }))
}

/** What /token refuses, but for clients' assertions. */
export const tokenErrors = {
  28000: redemption({ scopes: [apiScope, 'User.Read'] }, { scope: `${userScope} User.Read` }),
  50013: onBehalfOf({ iss: 'https://issuer.example/' }),
  50020: () => inWorld(guestless),
  50027: () => inWorld(() => calledOn('garbage')),
  50034: byPassword({ username: 'nobody@contoso.example' }),
  50057: byPassword({}, { disabled: true }),
  50059: () => inWorld(() => askAloneAt('organizations')),
  50076: () =>
    inWorld(
      async ({ mock }) => {
        const { refreshToken } = await signInTokens(mock, { scope: 'openid offline_access' })
        mock.directory.consent({ tenantId: contosoId, clientId: webAppId, resource: apiId, scopes: ['access_as_user'] })
        return seenByMsal(webApp().acquireTokenByRefreshToken({ refreshToken, scopes: [apiScope] }))
      },
      { changes: { [apiId]: { conditionalAccessPolicy: policy } } },
    ),
  50105: () => inWorld((world) => redeemed(world), { changes: { [apiId]: { assignmentRequired: true } } }),
  50126: byPassword({ password: 'wrong' }),
  50173: renewal(({ mock }) => mock.entra.revokeSessions(firstUser.objectId)),
  54005: () =>
    inWorld(async (world) => {
      const code = await getCode(world.mock)
      await webApp().acquireTokenByCode({ code, scopes: [apiScope], redirectUri: webRedirect })
      return redeemed(world, { code })
    }),
  65001: redemption({ scopes: ['User.Read'] }),
  70000: redemption({ code: `1.${'A'.repeat(86)}` }),
  70003: () => inWorld(() => grant('magic', {})),
  70008: () =>
    inWorld(async (world) => {
      const code = await getCode(world.mock)
      world.clock.advance(10 * 60 * 1000)
      return redeemed(world, { code })
    }),
  70011: alone({}, [`${apiUri}/.default`, 'https://graph.microsoft.com/.default']),
  70016: devicePoll(nothing),
  70018: devicePoll(nothing, 'garbage'),
  70020: devicePoll(({ clock }) => clock.advance(900_000)),
  90002: alone({ tenant: nobodyId }),
  240002: () =>
    inWorld(
      async ({ mock }) => {
        const own = { client_id: apiId, redirect_uri: 'https://api.example/', scope: 'openid profile' }
        const code = await getCode(mock, own)
        const redeeming = { ...own, client_secret: daemonSecret, scope: '' }
        return calledOn((await redeem(mock, code, redeeming)).id_token ?? '')
      },
      { changes: { [apiId]: { redirectUris: { web: ['https://api.example/'] } } } },
    ),
  500011: alone({}, ['api://nothing/.default']),
  500112: redemption({ redirectUri: 'https://app.example/other' }),
  500131: onBehalfOf({ aud: daemonId }),
  500133: onBehalfOf({ exp: 1, nbf: 0 }),
  501051: () => inWorld(() => seenByMsal(askAlone()), { changes: { [apiId]: { assignmentRequired: true } } }),
  501481: redemption({ codeVerifier: `${verifier}x` }, challenge),
  700005: () =>
    inWorld(async ({ mock }) => {
      const code = await getCode(mock)
      return seenByMsal(webApp(fabrikamId).acquireTokenByCode({ code, scopes: [apiScope], redirectUri: webRedirect }))
    }),
  700016: alone({ clientId: nobodyId }),
  700025: () =>
    inWorld(async ({ mock }) => {
      const code = await getCode(mock, { client_id: nativeId, redirect_uri: nativeRedirect })
      const app = confidential({ clientId: nativeId, clientSecret: 'x' })
      return seenByMsal(app.acquireTokenByCode({ code, scopes: [apiScope], redirectUri: nativeRedirect }))
    }),
  700082: renewal(({ clock }) => clock.advance(90 * dayMs)),
  700084: () => inWorld(pageRenewal),
  900023: alone({ tenant: 'nowhere' }),
  1002012: alone({}, [apiScope]),
  7000114: () =>
    inWorld(async ({ mock }) => {
      const credential = { client_id: daemonId, client_secret: daemonSecret, scope: `${apiUri}/.default` }
      return calledOn((await askToken(mock, { grant_type: 'client_credentials', ...credential })).access_token ?? '')
    }),
  7000215: alone({ clientSecret: 'wrong' }),
  7000216: () =>
    inWorld(() => grant('client_credentials', { scope: `${apiUri}/.default` }, discover(daemonId, client.None()))),
  7000218: () =>
    inWorld(async ({ mock }) => {
      const code = await getCode(mock)
      return seenByMsal(consoleApp(webAppId).acquireTokenByCode({ code, scopes: [apiScope], redirectUri: webRedirect }))
    }),
  7000222: () =>
    inWorld(() => seenByMsal(askAlone()), {
      changes: { [daemonId]: { secrets: [{ value: daemonSecret, expiresAt: 0 }] } },
    }),
  9001023: () => inWorld(() => askAloneAt('common')),
  9002313: renewal(nothing, 'garbage'),
  9002326: () =>
    inWorld(async ({ mock }) => {
      const parameters = { code: await getCode(mock), redirect_uri: webRedirect }
      return grant('authorization_code', parameters, discover(webAppId, client.ClientSecretPost(webAppSecret), origin))
    }),
  9002327: () =>
    inWorld(async ({ mock }) => {
      const code = await getCode(mock, { ...spa, ...challenge })
      const app = consoleApp(spaId)
      const request = { code, scopes: [apiScope], redirectUri: spaRedirect, codeVerifier: verifier }
      return seenByMsal(app.acquireTokenByCode(request))
    }),
} as const satisfies Record<number, Witness>
