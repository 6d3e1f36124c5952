import { createHash } from 'node:crypto'

import { expect, test } from 'vitest'

import { apiId, ask, contosoId } from '../../testing/cloud.ts'
import {
  apiScope,
  authorizeUrl,
  claimsOf,
  firstUser,
  formValues,
  redeem,
  returned,
  userCloud,
  webAppId,
  webRedirect,
} from '../../testing/entra.ts'

const mock = userCloud({ changes: { [webAppId]: { implicitGrant: { idToken: true, accessToken: true } } } })

/** The left half of the SHA-256 hash (OpenID Connect Core 1.0 §3.3.2.11). */
function halfHash(text = ''): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}

const location = async (parameters: Record<string, string>): Promise<URL> =>
  new URL((await ask(mock, authorizeUrl({ nonce: 'n', ...parameters }))).headers.get('location') ?? '')

test('a code comes by query, tokens by fragment, unless the client says otherwise', async () => {
  expect((await location({})).hash).toBe('')
  expect((await location({ response_mode: 'fragment' })).search).toBe('')
  expect((await location({ response_type: 'code id_token' })).search).toBe('')
})

test('by form post the browser posts what a redirect would have carried', async () => {
  const state = `<'&">`
  const answer = await ask(mock, authorizeUrl({ response_mode: 'form_post', state }))
  expect(answer.status).toBe(200)
  const page = await answer.text()
  expect(page).toContain(`action="${webRedirect}"`)
  expect(page).toContain('<noscript')
  expect(page).not.toContain(state)
  expect(formValues(page)).toEqual({
    code: expect.any(String),
    state: '&lt;&#39;&amp;&quot;&gt;',
    session_state: expect.any(String),
  })
})

test('an ID token beside a code vouches for it', async () => {
  const url = authorizeUrl({ response_type: 'code id_token', nonce: 'a nonce' })
  const { values } = returned(await ask(mock, url))
  const { code, id_token: idToken } = values
  expect(claimsOf(idToken)).toMatchObject({ aud: webAppId, nonce: 'a nonce', c_hash: halfHash(code) })
  expect(claimsOf(idToken)).not.toHaveProperty('at_hash')
  expect((await redeem(mock, code ?? '')).status).toBe(200)
})

test('an ID token beside an access token vouches for that', async () => {
  const url = authorizeUrl({ response_type: 'id_token token', nonce: 'n', scope: `openid profile ${apiScope}` })
  const { values } = returned(await ask(mock, url))
  expect(values).toMatchObject({ token_type: 'Bearer', expires_in: '3599', scope: apiScope, state: 'some state' })
  expect(claimsOf(values['access_token'])).toMatchObject({ aud: apiId, azpacr: '0', scp: 'access_as_user' })
  expect(claimsOf(values['id_token'])).toMatchObject({ at_hash: halfHash(values['access_token']) })
  expect(values).not.toHaveProperty('code')
})

test('who the user is at home comes along when the client asks for it', async () => {
  const { values } = returned(await ask(mock, authorizeUrl({ client_info: '1' })))
  const clientInfo: unknown = JSON.parse(Buffer.from(values['client_info'] ?? '', 'base64url').toString())
  expect(clientInfo).toEqual({ uid: firstUser.objectId, utid: contosoId })
})

test('a redirect URI that has a query keeps it', async () => {
  const uri = `${webRedirect}?tenant=1`
  const own = userCloud({ changes: { [webAppId]: { redirectUris: { web: [uri] } } } })
  const answer = await ask(own, authorizeUrl({ redirect_uri: uri }))
  expect(answer.headers.get('location')).toMatch(/^https:\/\/app\.example\/signed-in\?tenant=1&code=/)
})
