import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { apiId, apiUri, ask, askJson, contosoId, daemonSecret, form, login } from '../testing/cloud.ts'
import {
  apiScope,
  authorizeUrl,
  challenge,
  firstUser,
  formValues,
  getCode,
  nativeId,
  nativeRedirect,
  otherApiId,
  signInTokens,
  spaId,
  spaRedirect,
  userCloud,
  verifier,
  visitor,
  webAppId,
  webAppSecret,
  webRedirect,
} from '../testing/entra.ts'

const mock = userCloud()
const { accessToken, refreshToken, idToken } = await signInTokens(mock)
const code = await getCode(mock)
const device = await askJson(
  mock,
  `${login}/${contosoId}/oauth2/v2.0/devicecode`,
  form({ client_id: nativeId, scope: apiScope }),
)
mock.entra.signIn = { mode: 'page' }
const page = await (await ask(mock, authorizeUrl({}))).text()
const { ctx = '' } = formValues(page)
const cookie = (await ask(userCloud(), authorizeUrl({}))).headers.get('set-cookie') ?? ''

/** What may go into any parameter: what was really given out, what belongs elsewhere, and nonsense. */
const given = [code, refreshToken, accessToken, idToken, ctx, cookie, device['device_code'], device['user_code']]
const registeredNames = [webAppId, spaId, nativeId, apiId, otherApiId, webRedirect, spaRedirect, nativeRedirect]
const secrets = [webAppSecret, daemonSecret, verifier, challenge.code_challenge, firstUser.userName, visitor.userName]
const places = ['https://attacker.example/', 'javascript:alert(1)', '//attacker.example']
const responseTypes = ['code', 'id_token', 'token', 'code id_token', 'id_token token']
const wordsOfProtocol =
  'query fragment form_post S256 plain none login consent select_account accept 1 on_behalf_of authorization_code refresh_token password client_credentials'.split(
    ' ',
  )
const urns = ['grant-type:jwt-bearer', 'grant-type:device_code', 'client-assertion-type:jwt-bearer']
const scopes = ['openid', 'openid offline_access', apiScope, `${apiUri}/.default`, '/.default', '/', '.', 'api://x/y']
const documents = ['{"access_token":{"acrs":{"essential":true,"value":"c1"}}}', '{"access_token":[]}', 'null', '{}']
const known = fc.constantFrom(
  ...given.map(String),
  ...registeredNames,
  ...secrets,
  ...places,
  ...responseTypes,
  ...wordsOfProtocol,
  ...urns.map((urn) => `urn:ietf:params:oauth:${urn}`),
  ...scopes,
  ...documents,
)
const value = fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) })
const name = fc.constantFrom(
  ...'client_id redirect_uri response_type response_mode scope state nonce prompt login_hint domain_hint'.split(' '),
  ...'code_challenge code_challenge_method claims client_info resource grant_type code code_verifier'.split(' '),
  ...'client_secret client_assertion client_assertion_type refresh_token assertion requested_token_use'.split(' '),
  ...'username password device_code ctx login passwd cancel consent back otc id_token_hint'.split(' '),
  ...'post_logout_redirect_uri logout_hint'.split(' '),
)
/** Mostly a good request, with some of it changed. */
const good = fc.constantFrom<Record<string, string>>(
  { client_id: webAppId, redirect_uri: webRedirect, response_type: 'code', scope: apiScope },
  { client_id: spaId, redirect_uri: spaRedirect, response_type: 'code', scope: apiScope, ...challenge },
  {
    grant_type: 'authorization_code',
    client_id: webAppId,
    client_secret: webAppSecret,
    redirect_uri: webRedirect,
    code,
  },
  { grant_type: 'refresh_token', client_id: webAppId, client_secret: webAppSecret, refresh_token: refreshToken },
  { client_id: apiId, client_secret: daemonSecret, assertion: accessToken, requested_token_use: 'on_behalf_of' },
  { ctx, login: firstUser.userName },
  {},
)
const parameters = fc
  .tuple(good, fc.dictionary(name, value, { maxKeys: 4 }))
  .map(([base, changes]) => new URLSearchParams({ ...base, ...changes }).toString())
const path = fc.constantFrom(
  'oauth2/v2.0/authorize',
  'oauth2/authorize',
  'oauth2/v2.0/token',
  'oauth2/token',
  'login',
  'consent/set',
  'oauth2/v2.0/devicecode',
  'oauth2/devicecode',
  'oauth2/deviceauth',
  'oauth2/v2.0/logout',
  'userrealm/first.user@contoso.example',
  'userrealm/%zz',
  'userrealm/%00',
)
const anyRequest = fc.record({
  tenant: fc.constantFrom(
    contosoId,
    contosoId,
    contosoId,
    contosoId,
    contosoId,
    'common',
    'organizations',
    'consumers',
    'fabrikam.example',
    'nowhere',
    '%00',
  ),
  path,
  parameters,
  method: fc.constantFrom('GET', 'POST'),
  headers: fc.record(
    {
      origin: fc.constant('https://spa.example'),
      cookie: fc.oneof(fc.constant(cookie), fc.constant('ESTSAUTHPERSISTENT=garbage; =; x')),
      authorization: fc.constantFrom('Basic Og==', 'Basic', `Bearer ${accessToken}`),
    },
    { requiredKeys: [] },
  ),
  automatic: fc.boolean(),
})

const errorBody = z.object({ error: z.string(), error_description: z.string(), error_codes: z.tuple([z.int()]) })
const registered = [webRedirect, spaRedirect, 'http://localhost']

/** What is wrong with an answer; undefined for a good one. */
async function defect(answer: Response): Promise<string | undefined> {
  const { status, headers } = answer
  const text = await answer.text()
  const location = headers.get('location')
  if (status === 302) {
    return registered.some((uri) => location?.startsWith(uri)) ? undefined : `redirect to ${String(location)}`
  }
  if (![200, 400, 401].includes(status)) return `status ${status}`
  if (location !== null) return `location with ${status}`
  if (headers.get('content-type')?.startsWith('text/html') === true) {
    if (/<form[^>]*action="(?!\/|https:\/\/(?:app|spa)\.example\/|http:\/\/localhost)/.test(text)) return `form ${text}`
    return /^<!DOCTYPE html>[^]*<\/html>\s*$/.test(text) ? undefined : `page ${text}`
  }
  return status === 200 || errorBody.safeParse(JSON.parse(text)).success ? undefined : `error ${text}`
}

test('whatever is asked of Entra ID, the answer is well-formed and leads nowhere but to registered places', async () => {
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ tenant, path: where, parameters: text, method, headers, automatic }) => {
      mock.entra.signIn = automatic
        ? { mode: 'automatic', user: firstUser.userName, consent: 'accept' }
        : { mode: 'page' }
      const url = `${login}/${tenant}/${where}`
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const request: RequestInit =
        method === 'GET' ? { headers } : { method, headers: { ...headers, ...type }, body: text }
      expect(await defect(await ask(mock, method === 'GET' ? `${url}?${text}` : url, request))).toBeUndefined()
    }),
    { numRuns: 1000 },
  )
})
