import * as fc from 'fast-check'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'

import { describeCredential, redactBody, redactHeader, redactText, redactUrl } from './redact.ts'

const token = await new SignJWT({ aud: 'the-api' })
  .setProtectedHeader({ alg: 'HS256', kid: 'a-key' })
  .sign(new Uint8Array(32))
const signature = token.slice(token.lastIndexOf('.') + 1)

test('a token is described by header and claims; its signature is gone', () => {
  const described = describeCredential(token)
  expect(described).toContain('"kid":"a-key"')
  expect(described).toContain('"aud":"the-api"')
  expect(described).not.toContain(signature)
})

test('two secrets can be told apart and equal ones recognised', () => {
  expect(describeCredential('one')).toBe(describeCredential('one'))
  expect(describeCredential('one')).not.toBe(describeCredential('two'))
  expect(describeCredential('one')).not.toContain('one')
})

test('a header keeps its scheme', () => {
  expect(redactHeader('Authorization', `Bearer ${token}`)).toMatch(/^Bearer \[token header=/)
  expect(redactHeader('authorization', 'Basic dXNlcjpwYXNz')).toMatch(/^Basic \[redacted length=12 sha256=/)
  expect(redactHeader('Cookie', 'session=abcdef')).not.toContain('abcdef')
  expect(redactHeader('Accept', 'application/json')).toBe('application/json')
})

test('what is no credential stays as it was sent', () => {
  const body = 'grant_type=client_credentials&scope=api%3A%2F%2Fx%2F.default&client_id=c1'
  expect(redactBody(body)).toBe(body)
  expect(redactUrl('https://login.microsoftonline.com/a/keys?appid=%63')).toBe(
    'https://login.microsoftonline.com/a/keys?appid=%63',
  )
})

test('credentials are found in JSON, under any case, and when their name is percent-encoded', () => {
  expect(redactBody('{"a":{"Client_Secret":"hunter2","b":1}}')).toMatch(
    /^\{"a":\{"Client_Secret":"\[redacted .*\]","b":1\}\}$/,
  )
  expect(redactBody('CLIENT%5Fsecret=hunter2')).not.toContain('hunter2')
})

test('a token is found wherever it stands', () => {
  for (const text of [`x=${token}`, `"${token}"`, `/path/${token}/more`, `${token}\n`]) {
    expect(redactText(text)).not.toContain(signature)
  }
})

test('long texts are cut', () => {
  expect(redactText('x'.repeat(1_000_000)).length).toBeLessThan(20_000)
})

test('no credential comes through, whatever stands beside it', () => {
  const names = ['client_secret', 'client_assertion', 'assertion', 'code', 'refresh_token', 'password', 'access_token']
  const secret = fc.string({
    minLength: 8,
    maxLength: 40,
    unit: fc.constantFrom('Q', 'Z', 'q', 'z', '7', '9', '+', '/', '%', '&', '=', ' '),
  })
  const pairs = fc.array(fc.tuple(fc.string(), fc.string({ maxLength: 5 })), { maxLength: 3 })
  fc.assert(
    fc.property(fc.constantFrom(...names), secret, pairs, (name, value, others) => {
      const form = new URLSearchParams([...others, [name, value]]).toString()
      const encoded = new URLSearchParams([['', value]]).toString().slice(1)
      const shown = [
        redactBody(form),
        redactUrl(`https://login.microsoftonline.com/token?${form}`),
        redactBody(JSON.stringify({ others, [name]: value })),
        redactHeader('authorization', `Bearer ${value}`),
      ]
      for (const text of shown) {
        expect(text).not.toContain(value)
        expect(text).not.toContain(encoded)
      }
    }),
  )
})
