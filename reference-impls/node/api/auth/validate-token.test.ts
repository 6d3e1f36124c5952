import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import * as issuer from '../test/issuer.ts'
import type { Claims, TestApi, TestKey } from '../test/issuer.ts'

const { appOnly, delegated, delegatedV1, sign, startApi, startTime } = issuer
const now = startTime / 1000

let api: TestApi
let key: TestKey
let foreignKey: TestKey

beforeAll(async () => {
  key = await issuer.newKey('first-key', 'https://login.microsoftonline.com/{tenantid}/v2.0')
  foreignKey = await issuer.newKey('foreign-key', `https://login.microsoftonline.com/${issuer.otherTenantId}/v2.0`)
  api = startApi({ TOKEN_VERSIONS: '1.0,2.0' })
  api.keys.serve(issuer.v2Keys(), [key, foreignKey])
  const { issuer: _, ...v1Jwk } = key.jwk
  api.keys.serve(issuer.v1Keys(), [{ ...key, jwk: v1Jwk }])
})

afterAll(() => api[Symbol.dispose]())

const ask = async (token: string) => (await api.send('/api/claims', { token })).status
const askWith = async (claims: Claims, header?: Claims) => ask(await sign(claims, key, header))

/** Segments by hand, signed over whatever they are. */
async function signRaw(header: string, payload: string, encoding: BufferEncoding = 'utf8'): Promise<string> {
  const segments = [header, payload].map((text) => Buffer.from(text, encoding).toString('base64url')).join('.')
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key.privateKey, Buffer.from(segments))
  return `${segments}.${Buffer.from(signature).toString('base64url')}`
}

const goodHeader = '{"alg":"RS256","typ":"JWT","kid":"first-key"}'

describe('accepted', () => {
  it.each<[string, Claims, Claims?]>([
    ['a delegated v2 token', delegated],
    ['an app-only v2 token', appOnly],
    ['a delegated v1 token for the application ID URI', delegatedV1],
    ['a delegated v1 token for the client ID', { ...delegatedV1, aud: issuer.clientId }],
    ['no typ', delegated, { typ: undefined }],
    ['expired within the tolerance', { ...delegated, exp: now - 290 }],
    ['valid soon, within the tolerance', { ...delegated, nbf: now + 290 }],
    ['issued soon, within the tolerance', { ...delegated, iat: now + 290 }],
    ['several scopes', { ...delegated, scp: 'other access_as_user more' }],
  ])('%s', async (_, claims, header) => {
    expect(await askWith(claims, header)).toBe(200)
  })

  it('answers with the validated claims', async () => {
    const response = await api.send('/api/claims', { token: await sign(delegated, key) })
    expect(await response.json()).toEqual(delegated)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})

describe('refused as invalid', () => {
  it.each<[string, Claims]>([
    ['expired beyond the tolerance', { exp: now - 310 }],
    ['no expiry', { exp: undefined }],
    ['expiry as text', { exp: String(now + 3600) }],
    ['expiry with a fraction', { exp: now + 3600.5 }],
    ['expiry in milliseconds', { exp: (now + 3600) * 1000 }],
    ['a lifetime of years', { exp: now + 10 * 365 * 86_400 }],
    ['not yet valid', { nbf: now + 310 }],
    ['start missing', { nbf: undefined }],
    ['start as text', { nbf: String(now) }],
    ['issued in the future', { iat: now + 310 }],
    ['another audience', { aud: issuer.otherTenantId }],
    ['no audience', { aud: undefined }],
    ['an audience list', { aud: [issuer.clientId] }],
    ['the application ID URI in a v2 token', { aud: `api://${issuer.clientId}` }],
    ['an audience that starts like ours', { aud: `${issuer.clientId}/x` }],
    ['another tenant as issuer', { iss: `https://login.microsoftonline.com/${issuer.otherTenantId}/v2.0` }],
    ['an issuer with a slash', { iss: `${String(delegated['iss'])}/` }],
    ['an issuer list', { iss: [delegated['iss']] }],
    ['no issuer', { iss: undefined }],
    ['the issuer template', { iss: 'https://login.microsoftonline.com/{tenantid}/v2.0' }],
    ['a v1 issuer in a v2 token', { iss: delegatedV1['iss'] }],
    ['version missing', { ver: undefined }],
    ['version unknown', { ver: '3.0' }],
    ['version as a number', { ver: 2 }],
    ['a tenant that is not the issuer’s', { tid: issuer.otherTenantId }],
    ['no tenant', { tid: undefined }],
    ['a tenant that is no GUID', { tid: 'common' }],
    ['no object ID', { oid: undefined }],
    ['no client: an ID token for our own registration', { azp: undefined, azpacr: undefined, scp: undefined }],
    ['a nonce: an ID token', { nonce: 'n' }],
    ['an access token hash: an ID token', { at_hash: 'h' }],
    ['bound to a key', { cnf: { jkt: 'thumbprint' } }],
  ])('%s', async (_, change) => {
    expect(await askWith({ ...delegated, ...change })).toBe(401)
  })

  it.each<[string, Claims]>([
    ['no key ID', { kid: undefined }],
    ['an unknown key ID', { kid: 'nobody' }],
    ['a long key ID', { kid: 'k'.repeat(257) }],
    ['another type', { typ: 'logout+jwt' }],
    ['a content type', { cty: 'JWT' }],
    ['a key set address', { jku: 'https://keys.example/' }],
    ['a key', { jwk: { kty: 'RSA', n: 'AQ', e: 'AQAB' } }],
    ['a certificate', { x5c: ['AAAA'] }],
  ])('a header with %s', async (_, header) => {
    expect(await askWith(delegated, header)).toBe(401)
  })

  it.each([
    ['a critical extension', '{"alg":"RS256","kid":"first-key","crit":["x"],"x":1}'],
    ['an unencoded payload', '{"alg":"RS256","kid":"first-key","b64":true}'],
    ['another RSA algorithm', '{"alg":"RS512","kid":"first-key"}'],
    ['no algorithm', '{"kid":"first-key"}'],
    ['the algorithm none', '{"alg":"none","kid":"first-key"}'],
    ['two algorithms', '{"alg":"none","kid":"first-key","alg":"RS256"}'],
    ['a list instead', '[]'],
    ['null instead', 'null'],
    ['broken JSON', '{'],
  ])('a header with %s', async (_, header) => {
    expect(await ask(await signRaw(header, JSON.stringify(delegated)))).toBe(401)
    expect(await ask(await signRaw(goodHeader, JSON.stringify(delegated)))).toBe(200)
  })

  it('a payload with a member twice', async () => {
    const twice = JSON.stringify(delegated).replace('{', `{"aud":"another",`)
    expect(await ask(await signRaw(goodHeader, twice))).toBe(401)
  })

  it('a payload in UTF-16', async () => {
    expect(await ask(await signRaw(goodHeader, JSON.stringify(delegated), 'utf16le'))).toBe(401)
  })

  it('a signature by a key of another tenant, though it is in our key set', async () => {
    expect(await ask(await sign(delegated, foreignKey))).toBe(401)
  })

  it('a signature by another key under our key ID', async () => {
    expect(await ask(await sign(delegated, { ...foreignKey, kid: 'first-key' }))).toBe(401)
  })

  it.each([
    ['no signature', (token: string) => token.slice(0, token.lastIndexOf('.') + 1)],
    ['two segments', (token: string) => token.slice(0, token.lastIndexOf('.'))],
    ['four segments', (token: string) => `${token}.x`],
    ['a padded segment', (token: string) => `${token}=`],
    ['a changed bit', (token: string) => token.replace(/.{10}$/, 'AAAAAAAAAA')],
    ['another payload', (token: string) => token.replace(/\.[^.]*\./, `.${btoa('{}').replace('=', '')}.`)],
  ])('%s', async (_, change) => {
    expect(await ask(change(await sign(delegated, key)))).toBe(401)
  })

  it('without a word of what the token says', async () => {
    const response = await api.send('/api/claims', {
      token: await sign({ ...delegated, aud: 'canary', name: 'canary' }, key),
    })
    expect(`${await response.text()} ${JSON.stringify([...response.headers])}`).not.toContain('canary')
    expect(api.log.join('\n')).not.toContain('canary')
  })
})

describe('tenants', () => {
  const foreign: Claims = {
    ...delegated,
    iss: `https://login.microsoftonline.com/${issuer.otherTenantId}/v2.0`,
    tid: issuer.otherTenantId,
  }

  it('accepts a listed tenant with its own keys only', async () => {
    using several = startApi({ ALLOWED_TENANTS: issuer.otherTenantId })
    several.keys.serve(issuer.v2Keys(), [key])
    several.keys.serve(issuer.v2Keys(issuer.otherTenantId), [foreignKey])
    expect((await several.send('/api/claims', { token: await sign(foreign, foreignKey) })).status).toBe(200)
    expect((await several.send('/api/claims', { token: await sign(foreign, key) })).status).toBe(401)
    expect((await several.send('/api/claims', { token: await sign(delegated, foreignKey) })).status).toBe(401)
  })

  it('accepts any tenant with the keys bound to it, never personal accounts', async () => {
    const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'
    using any = startApi({ ALLOWED_TENANTS: '*' })
    any.keys.serve(issuer.v2Keys('common'), [key, foreignKey])
    const status = async (claims: Claims, by: TestKey) =>
      (await any.send('/api/claims', { token: await sign(claims, by) })).status
    expect(await status(foreign, foreignKey)).toBe(200)
    expect(await status(foreign, key)).toBe(200)
    expect(await status(delegated, foreignKey)).toBe(401)
    const personal = { ...delegated, iss: `https://login.microsoftonline.com/${consumers}/v2.0`, tid: consumers }
    expect(await status(personal, key)).toBe(401)
    expect(await status({ ...foreign, iss: 'https://login.microsoftonline.com/common/v2.0' }, key)).toBe(401)
  })

  it('refuses v1 tokens unless they are configured', async () => {
    using v2Only = startApi()
    v2Only.keys.serve(issuer.v1Keys(), [key])
    expect((await v2Only.send('/api/claims', { token: await sign(delegatedV1, key) })).status).toBe(401)
    expect(v2Only.keys.requests).toEqual([])
  })
})
