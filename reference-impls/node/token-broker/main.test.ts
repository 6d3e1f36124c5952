import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Agent, fetch as undiciFetch } from 'undici'
import { expect, it } from 'vitest'

import { startCloud } from '../../../harness/mock-command/start.ts'
import { createCertificateAuthority } from '../../../harness/mounts/certificate-authority.ts'
import { defaultSeedFile, loadSeed } from '../../../harness/seed/load.ts'
import { childEnvironment } from '../../../harness/targets/wiring.ts'
import { createTemporaryFolder } from '../../../harness/temporary-folder.ts'
import { startNode } from '../testing/node-process.ts'

const broker = new URL('main.ts', import.meta.url)
const client = new URL('../broker-client/main.ts', import.meta.url)
const required = {
  AZD_AUTH_SECRET: 'a-secret-of-the-test-with-44-characters-0001',
  ALLOWED_SCOPES: 'https://vault.azure.net/.default',
}

it('answers over TLS with its certificate where one is declared, and ends by itself on SIGTERM', async () => {
  await using folder = await createTemporaryFolder('broker')
  const authority = await createCertificateAuthority()
  const leaf = await authority.leaf('127.0.0.1')
  const [cert, key] = [join(folder.path, 'cert.pem'), join(folder.path, 'key.pem')]
  await writeFile(cert, leaf.certificatePem)
  await writeFile(key, leaf.privateKeyPem)
  await using running = await startNode(broker, { ...required, TLS_CERT_FILE: cert, TLS_KEY_FILE: key })
  expect(running.url).toMatch(/^https:\/\/127\.0\.0\.1:/)
  const dispatcher = new Agent({ connect: { ca: authority.certificatePem } })
  const answer = await undiciFetch(`${running.url}/health`, { dispatcher })
  expect(await answer.json()).toEqual({ status: 'healthy' })
  await expect(fetch(`${running.url}/health`)).rejects.toThrow('fetch failed')
  await dispatcher.close()
  expect(await running.end('SIGTERM')).toBe(0)
})

it.each([
  ['the broker', broker, { ...required, HOST: '0.0.0.0' }, 'HOST is no loopback address'],
  ['the front end', client, {}, 'AUTH_SERVER_URL is required'],
])('a wrong setting of %s ends it with one line and 1', async (_, main, environment, problem) => {
  await using running = await startNode(main, environment)
  expect(await running.ended).toBe(1)
  expect(running.output()).toMatch(new RegExp(`^Invalid settings: ${problem}[^\n]*\n$`))
})

it('a broker that is not there is an error page and a log line, and the front end goes on', async () => {
  await using cloud = await startCloud(await loadSeed(defaultSeedFile))
  const settings = {
    AUTH_SERVER_URL: 'http://127.0.0.1:9',
    AZD_AUTH_SECRET: required.AZD_AUTH_SECRET,
    AZURE_KEY_VAULT_URL: 'https://contoso-vault.vault.azure.net',
  }
  const environment = childEnvironment({ parent: process.env, wiring: cloud.environment, settings: { PORT: '0' } })
  await using running = await startNode(client, { ...environment, ...settings })
  const page = await fetch(`${running.url}/`)
  expect(page.status).toBe(503)
  expect(await page.text()).toContain('The token broker at http://127.0.0.1:9 does not answer.')
  const json = await fetch(`${running.url}/api/secrets`)
  expect(await json.json()).toMatchObject({ status: 503, detail: expect.stringContaining('does not answer') })
  expect(await (await fetch(`${running.url}/health`)).json()).toMatchObject({ status: 'degraded' })
  expect(running.output()).toMatch(/^secrets failed: VaultFailure: [^\n]*AuthServerError: [^\n]*\n/m)
  expect(running.output()).not.toMatch(/at .*:\d+:\d+/)
})
