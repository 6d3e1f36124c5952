import { X509Certificate } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

import { decodeJwt } from 'jose'
import { afterAll, describe, expect, test, vi } from 'vitest'

import { findFreePort } from '../targets/ports.ts'
import { inSourcedShell, runMockProcess, startMockProcess } from './testing/command.ts'

const tenantId = 'a1a1a1a1-0000-4000-8000-000000000001'
const program = fileURLToPath(new URL('testing/own-authority.ts', import.meta.url))

describe('a cloud that runs', async () => {
  const port = await findFreePort()
  const mock = await startMockProcess(['--authority-host', '--port', String(port)])
  afterAll(() => mock[Symbol.asyncDispose]())
  const variables = parseEnv(await readFile(mock.environmentFile, 'utf8'))
  const shell = (...command: readonly string[]): Promise<string> => inSourcedShell(mock.environmentFile, command)

  test('says what is in it and where it is', () => {
    const output = mock.output()
    for (const text of [
      `proxy      http://127.0.0.1:${port}`,
      `authority  ${variables['AZURE_AUTHORITY_HOST']}/${tenantId}`,
      `ledger     ${variables['ENTRA_CONFORMANCE_CONTROL_URL']}/#${variables['ENTRA_CONFORMANCE_CONTROL_SECRET']}`,
      'contoso.example   a1a1a1a1-0000-4000-8000-000000000001',
      'secret mock-secret-of-the-web-app',
      'first.user@contoso.example  password-of-the-first-user  Admin',
      'mi-web-app  user-assigned    client d2d2d2d2-0000-4000-8000-000000000001 · object e2e2e2e2-0000-4000-8000-000000000001',
      'URI api://c1c1c1c1-0000-4000-8000-000000000001',
      'contoso-vault.vault.azure.net  database-password    mock-password-of-the-database',
      'https://contoso-openai.openai.azure.com',
      `source ${mock.environmentFile}`,
    ]) {
      expect(output).toContain(text)
    }
    expect(output).not.toContain('export ')
  })

  test('curl reaches Entra ID at its real name, and nothing beyond the cloud', async () => {
    const document = await shell(
      'curl',
      '-sS',
      `https://login.microsoftonline.com/${tenantId}/v2.0/.well-known/openid-configuration`,
    )
    expect(JSON.parse(document)).toMatchObject({ issuer: `https://login.microsoftonline.com/${tenantId}/v2.0` })
    await expect(shell('curl', '-sS', 'https://example.com/')).rejects.toThrow(/403/)
  })

  test('SDKs are content with an authority of one’s own, without the proxy', async () => {
    const without = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].flatMap((name) => ['-u', name])
    const tokens: unknown = JSON.parse(await shell('env', ...without, process.execPath, program))
    const claims = (Array.isArray(tokens) ? tokens : []).map((token) => decodeJwt(String(token)))
    const issued = { iss: `https://login.microsoftonline.com/${tenantId}/v2.0`, azp: variables['CLIENT_ID'] }
    expect(claims).toMatchObject([issued, issued])
  })

  test('the control answers to who has sourced the file', async () => {
    const command =
      'curl -sS -H "Authorization: Bearer $ENTRA_CONFORMANCE_CONTROL_SECRET" "$ENTRA_CONFORMANCE_CONTROL_URL$0"'
    const refused: unknown = JSON.parse(await shell('sh', '-c', command, '/ledger?refused=true'))
    expect(refused).toMatchObject([{ host: 'example.com', status: 403 }])
  })

  test('the certificate of the web app lies where its settings say, readable to this user alone', async () => {
    const file = variables['CLIENT_CERT_PATH'] ?? ''
    expect(await readFile(file, 'utf8')).toMatch(/BEGIN PRIVATE KEY[^]*BEGIN CERTIFICATE/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700)
  })

  test('ends on a signal with 0, and takes its files along', async () => {
    const ours = async (): Promise<readonly string[]> => {
      const names = await readdir(dirname(mock.environmentFile))
      return names.filter((name) => name.startsWith('entra-conformance-')).map((name) => name.replace(/-\w+$/, ''))
    }
    expect(await ours()).toEqual(['entra-conformance-certificates', 'entra-conformance-trust'])
    expect(await mock.end('SIGTERM')).toBe(0)
    expect(await ours()).toEqual([])
    expect(await readFile(mock.environmentFile, 'utf8')).toMatch(/has ended\nunset /)
  })
})

test('another seed, another source of identities', async () => {
  const seedFile = join(import.meta.dirname, 'testing/small.seed.json')
  await using mock = await startMockProcess(['--seed', seedFile, '--identity', 'azure-ml'])
  const variables = parseEnv(await readFile(mock.environmentFile, 'utf8'))
  expect(variables).toMatchObject({ MSI_SECRET: 'a-header', GREETING: 'hello' })
  expect(variables).not.toHaveProperty('IDENTITY_ENDPOINT')
  const command =
    'curl -sS -H "secret: $MSI_SECRET" "$MSI_ENDPOINT?api-version=2017-09-01&resource=https://vault.azure.net"'
  const answer = await inSourcedShell(mock.environmentFile, ['sh', '-c', command])
  expect(JSON.parse(answer)).toMatchObject({ resource: 'https://vault.azure.net' })
  expect(await mock.end('SIGINT')).toBe(0)
})

test('Service Fabric: the thumbprint is that of the certificate that the endpoint shows', async () => {
  await using mock = await startMockProcess(['--identity', 'service-fabric'])
  const { IDENTITY_SERVER_THUMBPRINT: thumbprint } = parseEnv(await readFile(mock.environmentFile, 'utf8'))
  const command = 'curl -sS --output /dev/null --write-out "%{certs}" "$IDENTITY_ENDPOINT"'
  const shown = new X509Certificate(await inSourcedShell(mock.environmentFile, ['sh', '-c', command]))
  expect(thumbprint).toBe(shown.fingerprint.replaceAll(':', ''))
})

test('ends with the npm that started it, which keeps the signal to itself', async () => {
  await using mock = await startMockProcess([], { underNpm: true })
  process.kill(mock.pid, 'SIGKILL')
  await vi.waitUntil(async () => (await readFile(mock.environmentFile, 'utf8')).includes('has ended'), {
    timeout: 10_000,
  })
  await expect(fetch(/http:\S+(?=\/#)/.exec(mock.output())?.[0] ?? '')).rejects.toThrow('fetch failed')
})

test('what cannot be is refused with 2 and a name', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? String(address.port) : ''
  const refusals = [
    [['--seed', 'none.yaml'], 'Configuration error SEED_UNREADABLE'],
    [['--port', port], 'PORT_UNAVAILABLE'],
    [['--port', 'http'], 'A port is a number up to 65535.'],
    [['--identity', 'arc'], 'Allowed choices are app-service, imds'],
    [['-e', '/none/x.env'], 'Configuration error ENV_FILE'],
  ] as const
  for (const [args, message] of refusals) {
    const { code, output } = await runMockProcess(args)
    expect(code).toBe(2)
    expect(output).toContain(message)
    expect(output).not.toContain('Tenants')
  }
  taken.close()
})
