import { expect, test } from 'vitest'

import { createCloud } from '../entry/mock-azure.ts'
import type { LedgerEntry } from '../mock-azure/contract.ts'
import { ledgerLine } from './ledger-line.ts'

const tenantId = 'a1a1a1a1-0000-4000-8000-000000000001'
const token = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`
const webApp = 'client_id=c3c3c3c3-0000-4000-8000-000000000001'
const { seed } = await createCloud()

const base: LedgerEntry = {
  sequence: 1,
  at: new Date(2030, 0, 1, 9, 8, 7).getTime(),
  method: 'POST',
  url: token,
  host: 'login.microsoftonline.com',
  endpoint: 'entra.token',
  requestHeaders: {},
  status: 200,
  faulted: false,
  refused: false,
}
const begin = '09:08:07  200  app      POST login.microsoftonline.com/contoso.example/oauth2/v2.0/token'

test.each<[string, Partial<LedgerEntry>, string]>([
  [
    'a secret',
    { requestBody: `grant_type=authorization_code&${webApp}&client_secret=[redacted]&scope=openid%20profile` },
    `${begin}  · Web app, authorization_code, by a secret, openid profile`,
  ],
  [
    'an assertion that the app has signed',
    { requestBody: `grant_type=client_credentials&${webApp}&client_assertion=[token header={} claims={"iss":"c3c3"}]` },
    `${begin}  · Web app, client_credentials, by a certificate`,
  ],
  [
    'the token of a managed identity',
    { requestBody: `grant_type=refresh_token&${webApp}&client_assertion=[token claims={"iss":"https://login"}]` },
    `${begin}  · Web app, refresh_token, by a federated token`,
  ],
  [
    'a client that nobody registered, and a fault',
    { requestBody: 'grant_type=x&client_id=unknown', status: 0, faulted: true },
    `${begin.replace('200', '000')}  · unknown, x, without a credential  · faulted`,
  ],
  [
    'an answer that says what is wrong',
    { requestBody: `grant_type=x&${webApp}&client_secret=[redacted]`, status: 401, error: 'AADSTS7000215' },
    `${begin.replace('200', '401')}  · Web app, x, by a secret  · AADSTS7000215`,
  ],
  [
    'a managed identity',
    {
      method: 'GET',
      endpoint: 'app-service.token',
      url: 'http://localhost:1/msi/token?resource=https://vault.azure.net&client_id=D2D2D2D2-0000-4000-8000-000000000001',
      host: 'localhost',
    },
    '09:08:07  200  app      GET  localhost/msi/token  · a token for https://vault.azure.net, mi-web-app',
  ],
  [
    'a browser that signs in',
    {
      method: 'GET',
      endpoint: 'entra.authorize',
      url: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/authorize?${webApp}&scope=openid`,
      requestHeaders: { 'user-agent': 'Mozilla/5.0 (X11) Chrome' },
    },
    '09:08:07  200  browser  GET  login.microsoftonline.com/contoso.example/oauth2/v2.0/authorize  · sign in to Web app for openid',
  ],
])('%s', (_, change, line) => {
  expect(ledgerLine({ ...base, ...change }, seed)).toBe(line)
})

test('a host that is none of the cloud’s', () => {
  const { endpoint: _, ...entry } = base
  const refused = { ...entry, method: 'CONNECT', url: 'https://example.com:443/', host: 'example.com', status: 403 }
  expect(ledgerLine({ ...refused, refused: true }, seed)).toBe(
    '09:08:07  ---  app      CONNECT example.com/  · no host of the cloud: refused',
  )
})
