import { describe, expect, it } from 'vitest'

import { ConfigError, readConfig } from './config.ts'
import { clientId, otherTenantId, tenantId } from './test/issuer.ts'

const required = { AZURE_TENANT_ID: tenantId, AZURE_API_CLIENT_ID: clientId }

function problemsOf(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment)
    return ''
  } catch (error) {
    return error instanceof ConfigError ? error.message : 'another error'
  }
}

describe('readConfig', () => {
  it('needs two settings', () => {
    expect(readConfig(required)).toMatchObject({
      tenantId,
      clientId,
      appIdUri: `api://${clientId}`,
      tokenVersions: ['2.0'],
      tenants: [tenantId],
      allowedClients: [],
      requiredScope: 'access_as_user',
      clockToleranceSeconds: 300,
      cors: { origins: [], credentials: false },
      host: '127.0.0.1',
      port: 8000,
    })
    expect(problemsOf({})).toBe('Invalid settings\n  AZURE_TENANT_ID: is required\n  AZURE_API_CLIENT_ID: is required')
  })

  it('reads lists, and an empty setting as an absent one', () => {
    const config = readConfig({
      ...required,
      TOKEN_VERSIONS: '1.0, 2.0',
      ALLOWED_TENANTS: otherTenantId.toUpperCase(),
      ALLOWED_ORIGINS: 'https://app.example,http://localhost:3000',
      PORT: '',
    })
    expect(config.tokenVersions).toEqual(['1.0', '2.0'])
    expect(config.tenants).toEqual([tenantId, otherTenantId])
    expect(config.cors.origins).toEqual(['https://app.example', 'http://localhost:3000'])
    expect(config.port).toBe(8000)
    expect(readConfig({ ...required, ALLOWED_TENANTS: '*' }).tenants).toBe('any')
  })

  it.each([
    ['AZURE_TENANT_ID', 'common'],
    ['AZURE_API_CLIENT_ID', 'my-api'],
    ['API_APP_ID_URI', 'my-api'],
    ['TOKEN_VERSIONS', '3.0'],
    ['TOKEN_VERSIONS', ','],
    ['ALLOWED_TENANTS', 'contoso.example'],
    ['ALLOWED_CLIENTS', 'my-web-app'],
    ['REQUIRED_SCOPE', 'two scopes'],
    ['REQUIRED_ACRS', 'c0'],
    ['CLOCK_TOLERANCE_SECONDS', '-1'],
    ['CLOCK_TOLERANCE_SECONDS', '90000'],
    ['ALLOWED_ORIGINS', 'https://app.example/'],
    ['ALLOWED_ORIGINS', '*'],
    ['CORS_CREDENTIALS', 'yes'],
    ['PORT', '70000'],
  ])('names %s when it is %s, and does not repeat it', (name, value) => {
    const problems = problemsOf({ ...required, [name]: value })
    expect(problems).toMatch(new RegExp(`^Invalid settings\n  ${name}: must be \\S`))
    expect(problems).not.toContain(`"${value}"`)
  })
})
