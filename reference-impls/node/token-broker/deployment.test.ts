import { readFile } from 'node:fs/promises'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { readSettings as readClientSettings } from '../broker-client/settings.ts'
import { readSettings } from './settings.ts'

const service = z.object({ environment: z.record(z.string(), z.string()), ports: z.array(z.string()).optional() })
const compose = z.object({ services: z.record(z.string(), service) })
const packageFile = z.object({ dependencies: z.record(z.string(), z.string()).default({}) })
const everything = packageFile.extend({ devDependencies: z.record(z.string(), z.string()) })

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

const given: Readonly<Record<string, string>> = {
  AZD_AUTH_SECRET: 'a-secret-of-the-test-with-44-characters-0001',
  AZURE_KEY_VAULT_URL: 'https://my-vault.vault.azure.net',
  AZURE_TENANT_ID: 'a1a1a1a1-0000-4000-8000-000000000001',
  AZURE_CLIENT_ID: 'c5c5c5c5-0000-4000-8000-000000000001',
  AZURE_CLIENT_SECRET: 'a secret of the test',
}
/** As Compose fills in `${NAME:?what is missing}`. */
const filled = (environment: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+):\?[^}]*\}/g, (_, variable: string) => given[variable] ?? ''),
    ]),
  )

describe('compose.yaml', () => {
  it('has settings that the programs take; the broker is not published, and alone has credentials', async () => {
    const { services } = compose.parse(parse(await read('compose.yaml')))
    const [broker, client] = [services['auth-server'], services['front-end']]
    expect(readSettings(filled(broker?.environment ?? {}))).toMatchObject({ host: '0.0.0.0', port: 8080 })
    expect(readClientSettings(filled(client?.environment ?? {}))).toMatchObject({ port: 3000 })
    expect(broker).not.toHaveProperty('ports')
    expect(Object.keys(client?.environment ?? {})).not.toContain('AZURE_CLIENT_SECRET')
  })
})

describe.each(['agent-app', 'token-broker', 'broker-client'])('package.json of %s', (folder) => {
  it('has the versions that everything here is tried with', async () => {
    const root = everything.parse(JSON.parse(await read('../../../package.json')))
    const { dependencies } = packageFile.parse(JSON.parse(await read(`../${folder}/package.json`)))
    expect(Object.keys(dependencies).length).toBeGreaterThan(3)
    expect({ ...root.devDependencies, ...root.dependencies }).toMatchObject(dependencies)
  })
})
