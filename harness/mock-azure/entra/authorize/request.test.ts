import { expect, test } from 'vitest'

import { ask } from '../../testing/cloud.ts'
import { authorizeUrl, challenge, returned, spaId, spaRedirect, userCloud, webRedirect } from '../../testing/entra.ts'

const mock = userCloud()

test.each([
  ['no response type', { response_type: '' }, 'invalid_request', 900144],
  ['an unknown response type', { response_type: 'code magic' }, 'unsupported_response_type', 70005],
  ['no scope', { scope: '' }, 'invalid_request', 900144],
  ['an unknown response mode', { response_mode: 'carrier_pigeon' }, 'invalid_request', 90023],
  [
    'an ID token in a query',
    { response_type: 'code id_token', response_mode: 'query' },
    'unsupported_response_mode',
    70007,
  ],
  ['an access token that is not enabled', { response_type: 'id_token token' }, 'unsupported_response_type', 700051],
  ['an ID token without a nonce', { response_type: 'code id_token' }, 'invalid_request', 900144],
  [
    'an ID token without openid',
    { response_type: 'id_token', scope: 'User.Read', nonce: 'n' },
    'unsupported_response_type',
    70005,
  ],
  ['an unknown prompt', { prompt: 'shout' }, 'invalid_request', 90023],
  ['an unknown challenge method', { ...challenge, code_challenge_method: 'S512' }, 'invalid_request', 50147],
  ['a short challenge', { ...challenge, code_challenge: 'short' }, 'invalid_request', 50147],
  ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request', 50147],
  ['claims that are no claims request', { claims: '{' }, 'invalid_request', 9002313],
  ['an unknown API', { scope: 'openid api://nothing/x' }, 'invalid_resource', 500011],
  ['a scope the API does not have', { scope: 'Not.AGraphScope' }, 'invalid_client', 650053],
])('%s: the client is told', async (_, change, error, code) => {
  const { to, values } = returned(await ask(mock, authorizeUrl(change)))
  expect(to).toBe(webRedirect)
  const { error_uri: __, ...rest } = values
  const description = expect.stringMatching(new RegExp(`^AADSTS${code}: `))
  expect(rest).toEqual({ error, error_description: description, state: 'some state' })
})

test('an ID token that is not enabled', async () => {
  const spa = { client_id: spaId, redirect_uri: spaRedirect, nonce: 'n', response_type: 'id_token', ...challenge }
  const { values } = returned(await ask(mock, authorizeUrl(spa)))
  expect(values).toMatchObject({
    error: 'unsupported_response_type',
    error_description: expect.stringContaining('700054'),
  })
})

test('a single-page app needs a code challenge', async () => {
  const { values } = returned(await ask(mock, authorizeUrl({ client_id: spaId, redirect_uri: spaRedirect })))
  expect(values).toMatchObject({ error: 'invalid_request', error_description: expect.stringContaining('9002325') })
})
