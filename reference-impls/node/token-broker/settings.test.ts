import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { createCertificateAuthority } from '../../../harness/mounts/certificate-authority.ts'
import { createTemporaryFolder } from '../../../harness/temporary-folder.ts'
import { readSettings, SettingsError } from './settings.ts'

const secret = 'a-secret-of-the-test-with-44-characters-0001'
const required = { AZD_AUTH_SECRET: secret, ALLOWED_SCOPES: 'https://vault.azure.net/.default' }

function problemOf(environment: Readonly<Record<string, string>>): string {
  try {
    readSettings(environment)
    return ''
  } catch (error) {
    return error instanceof SettingsError ? error.message : 'another error'
  }
}

describe('readSettings', () => {
  it('needs a secret and a list, and stays on this machine', () => {
    expect(readSettings(required)).toEqual({
      secret,
      allowedScopes: new Set(['https://vault.azure.net/.default']),
      host: '127.0.0.1',
      port: 8080,
      tls: undefined,
      timeoutMs: 10_000,
    })
    expect(problemOf({})).toBe('Invalid settings: ALLOWED_SCOPES is required')
    expect(problemOf({ ALLOWED_SCOPES: required.ALLOWED_SCOPES })).toBe('Invalid settings: AZD_AUTH_SECRET is required')
  })

  it('reads a list separated by commas', () => {
    const list = 'https://vault.azure.net/.default, api://c1c1c1c1-0000-4000-8000-000000000001/.default'
    expect([...readSettings({ ...required, ALLOWED_SCOPES: list }).allowedScopes]).toEqual(list.split(', '))
  })

  it.each([
    ['AZD_AUTH_SECRET', 'your-secret-key-here'],
    ['AZD_AUTH_SECRET', `${secret} ${secret}`],
    ['ALLOWED_SCOPES', 'https://storage.azure.com'],
    ['ALLOWED_SCOPES', '*'],
    ['PORT', '-1'],
    ['AZURE_CLIENT_ID', 'my-identity'],
    ['ALLOW_PLAIN_HTTP', 'yes'],
  ])('names %s in one line when it is %s, and does not repeat it', (name, value) => {
    const problem = problemOf({ ...required, [name]: value })
    expect(problem).toMatch(new RegExp(`^Invalid settings: ${name} must be [^\n]+$`))
    expect(problem).not.toContain(value)
  })

  it('listens beyond this machine with TLS, or where plain http is declared', () => {
    expect(problemOf({ ...required, HOST: '0.0.0.0' })).toContain('HOST is no loopback address')
    expect(problemOf({ ...required, HOST: '127.evil.example' })).toContain('HOST is no loopback address')
    expect(readSettings({ ...required, HOST: '0.0.0.0', ALLOW_PLAIN_HTTP: 'true' }).host).toBe('0.0.0.0')
    expect(readSettings({ ...required, HOST: 'localhost' }).host).toBe('localhost')
  })

  it('takes the secret and the certificate from files', async () => {
    await using folder = await createTemporaryFolder('settings')
    const { certificatePem, privateKeyPem } = await (await createCertificateAuthority()).leaf('broker.example')
    const file = (name: string) => join(folder.path, name)
    await writeFile(file('secret'), `${secret}\n`)
    await writeFile(file('cert'), certificatePem)
    await writeFile(file('key'), privateKeyPem)
    const { AZD_AUTH_SECRET: _, ...rest } = required
    const tls = { TLS_CERT_FILE: file('cert'), TLS_KEY_FILE: file('key') }
    const settings = readSettings({ ...rest, ...tls, AZD_AUTH_SECRET_FILE: file('secret'), HOST: '0.0.0.0' })
    expect(settings).toMatchObject({ secret, tls: { cert: certificatePem, key: privateKeyPem } })
    for (const [change, problem] of [
      [{ AZD_AUTH_SECRET_FILE: file('secret') }, 'AZD_AUTH_SECRET and AZD_AUTH_SECRET_FILE exclude each other'],
      [{ TLS_CERT_FILE: file('cert') }, 'TLS_KEY_FILE is required beside TLS_CERT_FILE'],
      [{ TLS_KEY_FILE: file('key') }, 'TLS_CERT_FILE is required beside TLS_KEY_FILE'],
      [{ ...tls, TLS_CERT_FILE: file('none') }, 'TLS_CERT_FILE cannot be read'],
      [{ ...tls, TLS_CERT_FILE: file('secret') }, 'TLS_CERT_FILE must be a certificate, PEM'],
      [{ ...tls, TLS_KEY_FILE: file('secret') }, 'TLS_KEY_FILE must be the private key of the certificate, PEM'],
    ] as const) {
      expect(problemOf({ ...required, ...change })).toBe(`Invalid settings: ${problem}`)
    }
  })
})
