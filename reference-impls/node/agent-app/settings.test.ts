import { describe, expect, it } from 'vitest'

import { readSettings, SettingsError } from './settings.ts'

const required = {
  AZURE_OPENAI_ENDPOINT: 'https://contoso-openai.openai.azure.com/',
  AZURE_OPENAI_DEPLOYMENT: 'gpt-4o-mini',
  AZURE_CONTAINER_APPS_SESSION_POOL_ENDPOINT: 'https://sessions.example.westeurope.azurecontainerapps.io',
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
  it('has an audience for each service unless it is told another', () => {
    expect(readSettings(required)).toEqual({
      mode: 'azure',
      openAi: {
        endpoint: 'https://contoso-openai.openai.azure.com',
        deployment: 'gpt-4o-mini',
        scope: 'https://cognitiveservices.azure.com/.default',
      },
      sessionPool: {
        endpoint: 'https://sessions.example.westeurope.azurecontainerapps.io',
        scope: 'https://dynamicsessions.io/.default',
      },
      timeoutMs: 30_000,
      host: '127.0.0.1',
      port: 8000,
    })
  })

  it('wants nothing of Azure in demo mode, and says so only when asked to', () => {
    expect(readSettings({ DEMO_MODE: 'true' })).toMatchObject({ mode: 'demo' })
    expect(problemOf({})).toBe(
      'Invalid settings: AZURE_OPENAI_ENDPOINT is required; AZURE_OPENAI_DEPLOYMENT is required; ' +
        'AZURE_CONTAINER_APPS_SESSION_POOL_ENDPOINT is required',
    )
  })

  it.each([
    ['AZURE_OPENAI_ENDPOINT', 'http://contoso-openai.openai.azure.com'],
    ['AZURE_OPENAI_ENDPOINT', 'contoso-openai'],
    ['AZURE_OPENAI_AUDIENCE', 'https://cognitiveservices.azure.com'],
    ['SESSION_POOL_AUDIENCE', 'dynamicsessions.io/.default'],
    ['AZURE_CONTAINER_APPS_SESSION_POOL_ENDPOINT', 'https://user:word@sessions.example'],
    ['AZURE_CLIENT_ID', 'my-identity'],
    ['AZURE_TOKEN_CREDENTIALS', 'production'],
    ['DEMO_MODE', 'yes'],
    ['TIMEOUT_SECONDS', '0'],
    ['PORT', '70000'],
  ])('names %s in one line when it is %s, and does not repeat it', (name, value) => {
    const problem = problemOf({ ...required, [name]: value })
    expect(problem).toMatch(new RegExp(`^Invalid settings: ${name} must be [^\n]+$`))
    expect(problem).not.toContain(value)
  })

  it('takes no half of a service principal for none', () => {
    const half = { ...required, AZURE_CLIENT_SECRET: 'a secret of the test', AZURE_CLIENT_ID: '' }
    expect(problemOf(half)).toBe(
      'Invalid settings: AZURE_CLIENT_ID is required beside AZURE_CLIENT_SECRET; ' +
        'AZURE_TENANT_ID is required beside AZURE_CLIENT_SECRET',
    )
  })
})
