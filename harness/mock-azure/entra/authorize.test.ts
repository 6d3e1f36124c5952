import { expect, test } from 'vitest'

import { apiId, ask, contosoId, fabrikamId, form, login, nobodyId, testCloud } from '../testing/cloud.ts'

const mock = testCloud()
const redirect = 'https://app.example/signed-in'

test.each([
  ['an unknown tenant', nobodyId, { client_id: apiId, redirect_uri: redirect }, 90002],
  ['no client', contosoId, { redirect_uri: redirect }, 900144],
  ['an unknown client', contosoId, { client_id: nobodyId, redirect_uri: redirect }, 700016],
  ['another tenant’s client', fabrikamId, { client_id: apiId, redirect_uri: redirect }, 700016],
  ['a client of no tenant', 'common', { client_id: nobodyId, redirect_uri: redirect }, 700016],
  ['no redirect URI', contosoId, { client_id: apiId }, 500113],
  ['an unregistered redirect URI', contosoId, { client_id: apiId, redirect_uri: redirect }, 50011],
  ['the same at common', 'common', { client_id: apiId, redirect_uri: redirect }, 50011],
])('%s: an error page, never a redirect', async (_, tenant, parameters, code) => {
  const query = new URLSearchParams(parameters).toString()
  for (const path of ['oauth2/v2.0/authorize', 'oauth2/authorize']) {
    const url = `${login}/${tenant}/${path}`
    for (const answer of [await ask(mock, `${url}?${query}`), await ask(mock, url, form(parameters))]) {
      expect(answer.status).toBe(400)
      expect(answer.headers.get('location')).toBeNull()
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await answer.text()).toContain(`AADSTS${code}:`)
    }
  }
})

test('what the caller sent is text on the page, not markup', async () => {
  const query = new URLSearchParams({ client_id: `<script>alert("1")</script>` }).toString()
  const page = await (await ask(mock, `${login}/${contosoId}/oauth2/v2.0/authorize?${query}`)).text()
  expect(page).not.toContain('<script')
  expect(page).toContain('alert(')
})

test('after signing out the user stays on the page: no redirect URI is registered', async () => {
  const query = new URLSearchParams({ post_logout_redirect_uri: redirect }).toString()
  const answer = await ask(mock, `${login}/${contosoId}/oauth2/v2.0/logout?${query}`)
  expect([answer.status, answer.headers.get('location')]).toEqual([200, null])
  expect(await answer.text()).toContain('signed out')
})
