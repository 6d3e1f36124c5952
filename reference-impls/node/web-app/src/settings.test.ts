import { X509Certificate } from 'node:crypto'
import { mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { readSettings, SettingsError } from './settings.ts'
import { makeCertificate } from './testing/certificate.ts'
import { environment } from './testing/app.ts'

function problem(changes: Readonly<Record<string, string>>): string {
  try {
    readSettings({ ...environment, ...changes })
    return ''
  } catch (error) {
    return error instanceof SettingsError ? error.message : 'another error'
  }
}

describe('readSettings', () => {
  it('has defaults for what can have one', () => {
    expect(readSettings(environment)).toEqual({
      tenantId: environment.TENANT_ID,
      clientId: environment.CLIENT_ID,
      credential: { kind: 'secret', secret: environment.CLIENT_SECRET },
      redirectUri: 'http://localhost:5000/getAToken',
      postLogoutRedirectUri: 'http://localhost:5000/',
      responseMode: 'query',
      apiScope: `api://${environment.API_CLIENT_ID}/access_as_user`,
      api: { claimsUrl: 'https://api.example/api/claims', baseUrl: 'https://api.example', timeoutMs: 10_000 },
      entraTimeoutMs: 10_000,
      sessionLifetimeSeconds: 28_800,
      sessionStorePath: undefined,
      host: '127.0.0.1',
      port: 5000,
    })
  })

  it.each([
    ['TENANT_ID', 'common'],
    ['CLIENT_ID', 'my-app'],
    ['CLIENT_CREDENTIAL', 'password'],
    ['MANAGED_IDENTITY_CLIENT_ID', 'mi-web-app'],
    ['REDIRECT_URI', 'http://web.example/getAToken'],
    ['REDIRECT_URI', 'https://web.example/'],
    ['RESPONSE_MODE', 'fragment'],
    ['REDIRECT_URI', 'https://web.example/getAToken?a=b'],
    ['API_SCOPE', 'access as user'],
    ['API_ENDPOINT', 'http://api.example/api/claims'],
    ['API_BASE_URL', 'api.example'],
    ['SESSION_LIFETIME_SECONDS', '1'],
    ['PORT', '70000'],
  ])('names %s when it is %s, in one line, and does not repeat it', (name, value) => {
    expect(problem({ [name]: value })).toMatch(new RegExp(`^Invalid settings: ${name}: must (be|have) `))
    expect(problem({ [name]: value })).not.toContain(`"${value}"`)
    expect(problem({ [name]: value })).not.toContain('\n')
  })

  it('names everything that is missing', () => {
    expect(problem({ TENANT_ID: '', CLIENT_ID: '' })).toBe(
      'Invalid settings: TENANT_ID: is required; CLIENT_ID: is required',
    )
    expect(problem({ API_CLIENT_ID: '' })).toContain('API_CLIENT_ID: is required, or API_SCOPE')
    expect(problem({ API_BASE_URL: '' })).toContain('API_ENDPOINT: is required, or API_BASE_URL')
    expect(problem({ CLIENT_SECRET: '' })).toContain('CLIENT_CREDENTIAL: one of MANAGED_IDENTITY_CLIENT_ID, ')
  })

  it('never chooses between credentials, nor takes another than the one that is named', () => {
    const identity = { MANAGED_IDENTITY_CLIENT_ID: 'd2d2d2d2-0000-4000-8000-000000000001' }
    expect(problem(identity)).toContain('MANAGED_IDENTITY_CLIENT_ID and CLIENT_SECRET are set')
    const named = { ...environment, ...identity, CLIENT_CREDENTIAL: 'managed-identity' }
    expect(readSettings(named).credential).toEqual({
      kind: 'managed-identity',
      clientId: identity.MANAGED_IDENTITY_CLIENT_ID,
    })
    expect(problem({ CLIENT_CREDENTIAL: 'managed-identity' })).toContain('MANAGED_IDENTITY_CLIENT_ID: is required')
  })

  it('reads the certificate, and finds out what is wrong with it', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'web-app-'))
    const [right, other, expired] = await Promise.all([makeCertificate(), makeCertificate(), makeCertificate(-1)])
    const path = join(folder.path, 'app.pem')
    const using = (text: string, more: Readonly<Record<string, string>> = {}) => {
      writeFileSync(path, text)
      return { CLIENT_SECRET: '', CLIENT_CERT_PATH: path, ...more }
    }
    const { fingerprint, fingerprint256 } = new X509Certificate(right.certificate)
    const thumbprint = { CLIENT_CERT_THUMBPRINT: fingerprint.replaceAll(':', '').toLowerCase() }
    const { credential } = readSettings({ ...environment, ...using(right.key + right.certificate, thumbprint) })
    expect(credential).toMatchObject({
      kind: 'certificate',
      thumbprint: fingerprint256.replaceAll(':', ''),
      chain: undefined,
    })
    const sent = using(right.key + right.certificate, { CLIENT_CERT_SEND_CHAIN: 'true' })
    expect(readSettings({ ...environment, ...sent }).credential).toMatchObject({ chain: right.certificate.trim() })
    expect(problem(using(right.key + other.certificate))).toContain(
      'CLIENT_CERT_PATH: the key is not the certificate’s',
    )
    expect(problem(using(expired.key + expired.certificate))).toContain('CLIENT_CERT_PATH: the certificate has expired')
    expect(problem(using(right.certificate))).toContain('CLIENT_CERT_PATH: must hold a private key')
    expect(problem(using('nothing'))).toContain('CLIENT_CERT_PATH: must hold a private key')
    expect(problem(using(other.key + other.certificate, thumbprint))).toContain('CLIENT_CERT_THUMBPRINT: is not')
    expect(problem({ CLIENT_SECRET: '', CLIENT_CERT_PATH: `${path}.absent` })).toContain(
      'CLIENT_CERT_PATH: cannot be read',
    )
  })
})
