import { SignJWT } from 'jose'
import { expect, test } from 'vitest'

import { describeCredential, redactBody, redactHeader, redactUrl } from '../redact.ts'
import { describedTokens } from './described-tokens.ts'

const claims = { aud: 'https://vault.azure.net', oid: 'o', 'odd ]"}{': '] claims={} sha256=' }
const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k' }).sign(new Uint8Array(32))

test.each([
  ['a header', redactHeader('authorization', `Bearer ${token}`)],
  ['a form', redactBody(`grant_type=client_credentials&client_assertion=${token}&scope=a`)],
  ['a URL', redactUrl(`https://host.example/?id_token_hint=${token}&x=1`)],
])('reads a token back out of %s of the ledger', (_, text) => {
  expect(describedTokens(text)).toEqual([{ header: { alg: 'HS256', kid: 'k' }, claims }])
})

test('finds several, and none where there is none', () => {
  const one = describeCredential(token)
  expect(describedTokens(`${one} ${one}`)).toHaveLength(2)
  for (const text of [undefined, '', 'Bearer [redacted length=6 sha256=000000000000]']) {
    expect(describedTokens(text)).toEqual([])
  }
})
