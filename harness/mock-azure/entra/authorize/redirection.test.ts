import { expect, test } from 'vitest'

import { apiId, ask, consumersId, contosoId, fabrikamId, form, login, nobodyId } from '../../testing/cloud.ts'
import {
  authorizeUrl,
  challenge,
  multiTenantId,
  nativeId,
  nativeRedirect,
  returned,
  spaId,
  spaRedirect,
  userCloud,
  webAppId,
  webRedirect,
} from '../../testing/entra.ts'

const mock = userCloud()

test.each([
  ['an unknown tenant', nobodyId, {}, 90002],
  ['what is no tenant', 'nowhere', {}, 900023],
  ['no client', contosoId, { client_id: '' }, 900144],
  ['an unknown client', contosoId, { client_id: nobodyId }, 700016],
  ['a client by its URI', contosoId, { client_id: `api://${apiId}` }, 700016],
  ['another tenant’s client', fabrikamId, {}, 700016],
  ['a client of no tenant', 'common', { client_id: nobodyId }, 700016],
  ['a client of one tenant at common', 'common', {}, 50194],
  ['a client of one tenant at organizations', 'organizations', {}, 50194],
  ['a client of organisations at consumers', 'consumers', {}, 9002332],
  ['the same by the tenant’s GUID', consumersId, {}, 700016],
  ['a client without redirect URIs', contosoId, { client_id: apiId, redirect_uri: '' }, 500113],
  ['an unregistered redirect URI', contosoId, { redirect_uri: 'https://attacker.example/' }, 50011],
  ['one that a registered one begins', contosoId, { redirect_uri: `${webRedirect}/more` }, 50011],
  ['one in another case', contosoId, { redirect_uri: webRedirect.toUpperCase() }, 50011],
  ['one with a query', contosoId, { redirect_uri: `${webRedirect}?next=x` }, 50011],
  ['another client’s', contosoId, { redirect_uri: spaRedirect }, 50011],
])('%s: an error page, never a redirect', async (_, tenant, change, code) => {
  for (const path of ['oauth2/v2.0/authorize', 'oauth2/authorize']) {
    const url = authorizeUrl(change, tenant, path)
    const { searchParams } = new URL(url)
    for (const answer of [
      await ask(mock, url),
      await ask(mock, `${login}/${tenant}/${path}`, form(Object.fromEntries(searchParams))),
    ]) {
      expect(answer.status).toBe(400)
      expect(answer.headers.get('location')).toBeNull()
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      const page = await answer.text()
      expect(page).toContain(`AADSTS${code}:`)
      expect(page).toMatch(/Correlation Id.*Timestamp/s)
    }
  }
})

test('a parameter that is there twice: a page too, whichever would have been right', async () => {
  const answer = await ask(mock, `${authorizeUrl({})}&redirect_uri=${encodeURIComponent('https://attacker.example/')}`)
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('AADSTS9000411:')])
})

test('what the caller sent is text on the page, not markup', async () => {
  const answer = await ask(mock, authorizeUrl({ client_id: `<script>alert("1")</script>` }))
  const page = await answer.text()
  expect(page).not.toContain('<script')
  expect(page).toContain('alert(')
})

test.each([
  ['web', webAppId, webRedirect],
  ['spa', spaId, spaRedirect],
  ['public client', nativeId, nativeRedirect],
  ['a loopback address on any port', nativeId, 'http://localhost:49152/signed-in'],
  ['everybody’s app at common', multiTenantId, webRedirect],
])('%s: a registered redirect URI is followed', async (_, client, uri) => {
  const url = authorizeUrl(
    { client_id: client, redirect_uri: uri, ...challenge },
    client === multiTenantId ? 'common' : contosoId,
  )
  expect(returned(await ask(mock, url)).to).toBe(uri)
})

test('a loopback address must still have the registered path and host', async () => {
  for (const uri of ['http://localhost:49152/other', 'http://127.0.0.1/signed-in', 'https://localhost/signed-in']) {
    const answer = await ask(mock, authorizeUrl({ client_id: nativeId, redirect_uri: uri }))
    expect(await answer.text()).toContain('AADSTS50011:')
  }
})

test('any other address has its port', async () => {
  const uri = 'http://intranet.example/signed-in'
  const own = userCloud({ changes: { [webAppId]: { redirectUris: { web: [uri] } } } })
  expect(returned(await ask(own, authorizeUrl({ redirect_uri: uri }))).to).toBe(uri)
  const other = await ask(own, authorizeUrl({ redirect_uri: 'http://intranet.example:8080/signed-in' }))
  expect(await other.text()).toContain('AADSTS50011:')
})

test('without a redirect URI the first registered one is taken', async () => {
  expect(returned(await ask(mock, authorizeUrl({ redirect_uri: '' }))).to).toBe(webRedirect)
})
