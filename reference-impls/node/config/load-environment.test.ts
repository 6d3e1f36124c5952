import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import type { Environment } from './env-file.ts'
import type { OpenVault, Secret } from './key-vault.ts'
import { loadEnvironment } from './load-environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'load-environment-'))
afterAll(() => rmSync(folder, { recursive: true }))

const url = 'https://contoso-vault.vault.azure.net'
const vaultSettings = [
  { variable: 'FIRST', secret: 'first', check: (text: string) => (text.startsWith('x') ? undefined : 'it is odd') },
  { variable: 'SECOND', secret: 'second', check: () => undefined },
]

const secret = (value: string | undefined, more: Partial<Secret> = {}): Secret => ({
  value,
  enabled: true,
  notBefore: undefined,
  expires: undefined,
  ...more,
})

/** A vault with these secrets, what was asked of it, and what came of it. */
async function load(environment: Environment, secrets: Readonly<Record<string, Secret | Error>> = {}, envText = '') {
  const envFile = join(folder, `${crypto.randomUUID()}.env`)
  if (envText !== '') writeFileSync(envFile, envText)
  const asked: string[] = []
  const log: string[] = []
  const openVault: OpenVault = async (address) => {
    asked.push(address)
    return {
      async getSecret(name) {
        asked.push(name)
        const found = secrets[name]
        if (found === undefined) return await new Promise(() => {})
        if (found instanceof Error) throw found
        return found
      },
    }
  }
  const options = { vaultSettings, envFile, openVault, log: (message: string) => log.push(message) }
  const outcome = await loadEnvironment(environment, options).catch((error: unknown) => String(error))
  return { outcome, asked, log }
}

describe('without a vault', () => {
  it('takes the environment, and asks nobody', async () => {
    for (const AZURE_KEY_VAULT_URL of [undefined, '']) {
      const { outcome, asked } = await load({ FIRST: 'x', AZURE_KEY_VAULT_URL })
      expect(outcome).toEqual({ environment: { FIRST: 'x', AZURE_KEY_VAULT_URL }, degraded: undefined })
      expect(asked).toEqual([])
    }
  })

  it('takes what a .env file says where the environment says nothing', async () => {
    const { outcome } = await load({ FIRST: 'x', SECOND: '' }, {}, 'FIRST=file\nSECOND="of the file"\nTHIRD=3')
    expect(outcome).toMatchObject({ environment: { FIRST: 'x', SECOND: 'of the file', THIRD: '3' } })
  })
})

describe('with a vault', () => {
  it('lets the vault win, and leaves the other settings alone', async () => {
    const environment = { AZURE_KEY_VAULT_URL: url, FIRST: 'stale', SECOND: 'stale', OTHER: 'kept' }
    const { outcome, asked, log } = await load(
      environment,
      { first: secret('x1'), second: secret(' 2\n') },
      'FIRST=file',
    )
    expect(outcome).toMatchObject({ environment: { FIRST: 'x1', SECOND: '2', OTHER: 'kept' }, degraded: undefined })
    expect(asked).toEqual([url, 'first', 'second'])
    expect(log).toEqual([])
  })

  const [before, after] = [new Date(Date.now() - 1000), new Date(Date.now() + 60_000)]
  it.each<[string, Secret | Error, string]>([
    ['an empty secret', secret(''), 'it is empty'],
    ['a blank secret', secret(' \n'), 'it is empty'],
    ['no value at all', secret(undefined), 'it is empty'],
    ['a malformed secret', secret('the value'), 'it is odd'],
    ['a disabled secret', secret('x', { enabled: false }), 'it is disabled'],
    ['an expired secret', secret('x', { expires: before }), 'it has expired'],
    ['a secret of tomorrow', secret('x', { notBefore: after }), 'it is not valid yet'],
    ['a surprise', new TypeError('the value'), 'it cannot be read (TypeError)'],
  ])('does not start with %s', async (_, first, why) => {
    const { outcome, asked } = await load({ AZURE_KEY_VAULT_URL: url, FIRST: 'x' }, { first, second: secret('2') })
    expect(outcome).toBe(`SourceError: FIRST: secret first of contoso-vault.vault.azure.net: ${why}`)
    expect(asked).toEqual([url, 'first'])
  })

  it('takes a secret that is valid now', async () => {
    const first = secret('x', { notBefore: before, expires: after })
    const { outcome } = await load({ AZURE_KEY_VAULT_URL: url }, { first, second: secret('2') })
    expect(outcome).toMatchObject({ environment: { FIRST: 'x' } })
  })

  it('gives up on a vault that never answers', async () => {
    const { outcome } = await load({ AZURE_KEY_VAULT_URL: url, KEY_VAULT_TIMEOUT_SECONDS: '1' })
    expect(outcome).toContain('FIRST: secret first of contoso-vault.vault.azure.net: no answer within 1 s')
  })

  it('goes on with the environment only when told to, and says so', async () => {
    const environment = { AZURE_KEY_VAULT_URL: url, KEY_VAULT_FAILURE: 'environment', FIRST: 'x', SECOND: 'y' }
    // Half of a vault's settings is none of them: they belong together.
    const { outcome, log } = await load(environment, { first: secret('x1'), second: secret('') })
    expect(outcome).toMatchObject({ environment: { FIRST: 'x', SECOND: 'y' }, degraded: expect.any(String) })
    expect(log).toEqual([
      'warning: SECOND: secret second of contoso-vault.vault.azure.net: it is empty; FIRST and SECOND are those of the environment (KEY_VAULT_FAILURE=environment)',
    ])
  })

  it.each([
    ['AZURE_KEY_VAULT_URL', 'http://contoso-vault.vault.azure.net'],
    ['AZURE_KEY_VAULT_URL', 'https://contoso-vault.vault.azure.net.example.com'],
    ['AZURE_KEY_VAULT_URL', 'https://example.com/contoso-vault.vault.azure.net'],
    ['AZURE_KEY_VAULT_URL', 'https://user@contoso-vault.vault.azure.net'],
    ['AZURE_KEY_VAULT_URL', 'contoso-vault'],
    ['KEY_VAULT_FAILURE', 'ignore'],
    ['KEY_VAULT_TIMEOUT_SECONDS', '0'],
  ])('names %s when it is %s, and asks nobody', async (name, value) => {
    const { outcome, asked } = await load({ AZURE_KEY_VAULT_URL: url, [name]: value })
    expect(outcome).toMatch(new RegExp(`^SourceError: ${name}: must be `))
    expect(outcome).not.toContain(`"${value}"`)
    expect(asked).toEqual([])
  })
})
