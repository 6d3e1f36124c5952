import { describe, expect, it } from 'vitest'

import { readSettings, SettingsError } from './settings.ts'

const required = {
  AUTH_SERVER_URL: 'http://localhost:8080',
  AZD_AUTH_SECRET: 'a-secret-of-the-test',
  AZURE_KEY_VAULT_URL: 'https://contoso-vault.vault.azure.net/',
}

function problemOf(environment: Readonly<Record<string, string>>): string {
  try {
    readSettings(environment)
    return ''
  } catch (error) {
    return error instanceof SettingsError ? error.message : 'another error'
  }
}

describe('readSettings', () => {
  it('needs the broker, the secret and the vault', () => {
    expect(readSettings(required)).toMatchObject({
      authServerUrl: 'http://localhost:8080',
      vaultUrl: 'https://contoso-vault.vault.azure.net',
      host: '127.0.0.1',
      port: 3000,
    })
    expect(problemOf({})).toBe('Invalid settings: AUTH_SERVER_URL is required; AZURE_KEY_VAULT_URL is required')
  })

  it.each([
    ['AUTH_SERVER_URL', 'localhost:8080'],
    ['AUTH_SERVER_URL', 'http://auth-server:8080'],
    ['AUTH_SERVER_URL', 'http://127.0.0.1.evil.example'],
    ['AZURE_KEY_VAULT_URL', 'http://contoso-vault.vault.azure.net'],
    ['AZURE_KEY_VAULT_URL', 'https://contoso-vault.vault.azure.net/secrets'],
    ['AZD_AUTH_SECRET', 'two words'],
    ['PORT', 'http'],
  ])('names %s in one line when it is %s, and does not repeat it', (name, value) => {
    const problem = problemOf({ ...required, [name]: value })
    expect(problem).toMatch(new RegExp(`^Invalid settings: ${name} must be [^\n]+$`))
    expect(problem).not.toContain(value)
  })

  it('sends the secret in clear text on a network that is declared private', () => {
    const compose = { ...required, AUTH_SERVER_URL: 'http://auth-server:8080', ALLOW_PLAIN_HTTP: 'true' }
    expect(readSettings(compose).authServerUrl).toBe('http://auth-server:8080')
  })
})
