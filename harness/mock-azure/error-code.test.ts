import { expect, test } from 'vitest'

import { askVault, vaultCloud, vaultUrl } from './key-vault/testing/vault.ts'
import { ask, contosoId, form, login } from './testing/cloud.ts'
import { authorizeUrl, userCloud, webAppId } from './testing/entra.ts'

test('the ledger says in a word what went wrong, wherever the answer says it', async () => {
  const mock = userCloud()
  const token = `${login}/${contosoId}/oauth2/v2.0/token`
  await ask(mock, token, form({ grant_type: 'client_credentials', client_id: webAppId, client_secret: 'wrong' }))
  await ask(mock, authorizeUrl({ redirect_uri: 'https://nowhere.example/' }))
  await ask(mock, authorizeUrl({ prompt: 'none' }))
  await ask(mock, authorizeUrl({ prompt: 'none', response_mode: 'form_post' }))
  await ask(mock, authorizeUrl({}))
  await ask(mock, 'http://169.254.169.254/metadata/identity/oauth2/token')
  await ask(mock, `${login}/nothing/here/at/all`)
  expect(mock.ledger.entries().map(({ status, error }) => [status, error])).toEqual([
    [401, 'AADSTS7000215'],
    [400, 'AADSTS50011'],
    [302, 'AADSTS50058'],
    [200, 'AADSTS50058'],
    [302, undefined],
    [400, 'bad_request_102'],
    [404, undefined],
  ])
})

test('a service of Azure has codes of its own', async () => {
  const mock = vaultCloud({}, 'Reader')
  await ask(mock, `${vaultUrl}/secrets/x?api-version=7.4`)
  await askVault(mock, '/secrets/x')
  const codes = mock.ledger.entries({ endpoint: 'key-vault.secret.get' }).map(({ error }) => error)
  expect(codes).toEqual(['Unauthorized', 'ForbiddenByRbac'])
})

test('an answer that was made to be no document says nothing', async () => {
  const mock = userCloud()
  mock.faults.add({
    endpoint: 'entra.token',
    action: { do: 'status', status: 500, headers: { 'content-type': 'application/json' }, body: '{' },
  })
  const answer = await ask(mock, `${login}/${contosoId}/oauth2/v2.0/token`, form({}))
  expect(await answer.text()).toBe('{')
  expect(mock.ledger.entries()).toMatchObject([{ status: 500, faulted: true }])
  expect(mock.ledger.entries()[0]).not.toHaveProperty('error')
})
