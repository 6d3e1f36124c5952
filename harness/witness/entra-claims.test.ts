import { ConfidentialClientApplication, InteractionRequiredAuthError } from '@azure/msal-node'
import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'

import { apiId, apiUri, ask, contosoId, daemonSecret, login } from '../mock-azure/testing/cloud.ts'
import {
  apiScope,
  otherApiId,
  returned,
  userCloud,
  webAppId,
  webAppSecret,
  webRedirect,
} from '../mock-azure/testing/entra.ts'
import { startMsw } from '../mounts/msw.ts'
import { systemClock } from '../system.ts'

const policy = 'd0d0d0d0-0000-4000-8000-000000000001'
const things = { scopes: [`api://${otherApiId}/Things.Read`] }

/** A web app, the API it calls and another API behind a policy; signing in takes no page. */
function world() {
  const mock = userCloud({
    clock: systemClock,
    changes: {
      [apiId]: { optionalClaims: { accessToken: ['xms_cc'] } },
      [otherApiId]: { conditionalAccessPolicy: policy },
    },
  })
  mock.directory.consent({ tenantId: contosoId, clientId: apiId, resource: otherApiId, scopes: ['Things.Read'] })
  const authority = `${login}/${contosoId}`
  const app = new ConfidentialClientApplication({
    auth: { clientId: webAppId, clientSecret: webAppSecret, authority, clientCapabilities: ['CP1'] },
  })
  const api = new ConfidentialClientApplication({ auth: { clientId: apiId, clientSecret: daemonSecret, authority } })
  const signIn = async (claims?: string) => {
    const wanted = { scopes: [apiScope], redirectUri: webRedirect, ...(claims === undefined ? {} : { claims }) }
    const { code = '' } = returned(await ask(mock, await app.getAuthCodeUrl(wanted))).values
    return app.acquireTokenByCode({ ...wanted, code })
  }
  return { mock, app, api, signIn }
}

it('a policy of an API further on comes back as a claims challenge; a sign-in with it is enough', async () => {
  const { mock, api, signIn } = world()
  await using mount = startMsw(mock)
  await mount.run(async () => {
    const { accessToken } = await signIn()
    const challenge: unknown = await api
      .acquireTokenOnBehalfOf({ oboAssertion: accessToken, ...things })
      .catch((error: unknown) => error)
    if (!(challenge instanceof InteractionRequiredAuthError)) throw new Error('no challenge')
    expect(challenge).toMatchObject({ errorCode: 'interaction_required', subError: 'basic_action' })
    expect(JSON.parse(challenge.claims)).toEqual({ access_token: { polids: { essential: true, values: [policy] } } })

    const stronger = await signIn(challenge.claims)
    const onward = await api.acquireTokenOnBehalfOf({ oboAssertion: stronger.accessToken, ...things })
    expect(decodeJwt(onward?.accessToken ?? '')).toMatchObject({ aud: otherApiId, scp: 'Things.Read' })
  })
})

it('what a client can do reaches the API that asks for it; an API’s own challenge passes the cache and needs a sign-in', async () => {
  const { mock, app, signIn } = world()
  await using mount = startMsw(mock)
  await mount.run(async () => {
    const { account, accessToken } = await signIn()
    if (account === null) throw new Error('nobody signed in')
    expect(decodeJwt(accessToken)).toMatchObject({ aud: apiId, xms_cc: ['CP1'] })
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } })
    const silent = { scopes: [`${apiUri}/access_as_user`], account, claims }
    await expect(app.acquireTokenSilent(silent)).rejects.toMatchObject({ errorNo: 50076, subError: 'basic_action' })
    const stronger = await signIn(claims)
    expect(decodeJwt(stronger.accessToken)).toMatchObject({ acrs: ['c1'], xms_cc: ['CP1'] })
    expect((await app.acquireTokenSilent({ ...silent, forceRefresh: true })).accessToken).not.toBe(stronger.accessToken)
  })
})
