import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HarnessError } from '../errors.ts'
import { loadAnyConfig, loadConfig } from './load.ts'
import { systemOf } from './schema.ts'

let cwd: string
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'entra-conformance-config-'))
})
afterEach(() => rm(cwd, { recursive: true }))

const write = (name: string, text: string) => writeFile(join(cwd, name), text)

async function problemOf(action: Promise<unknown>) {
  const error: unknown = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof HarnessError)) throw new Error('expected a HarnessError')
  return error.toProblem()
}

test('the YAML of a .NET team works as written, with templates inside braces', async () => {
  await write(
    'conformance.yaml',
    `api:
  launch: { command: dotnet run --project src/Api, ready: /health }
  env: { AzureAd__TenantId: \${tenantId}, AzureAd__ClientId: \${apiClientId} }
  tokenVersions: [ "2.0" ]
  routes:
    - GET /api/claims: { scopes: [access_as_user] }
    - GET /health: anonymous
`,
  )
  const { config, directory } = await loadConfig({ cwd })
  expect(directory).toBe(cwd)
  expect(config.api.env).toEqual({ AzureAd__TenantId: '${tenantId}', AzureAd__ClientId: '${apiClientId}' })
  expect(config.api.routes).toEqual([
    { 'GET /api/claims': { scopes: ['access_as_user'] } },
    { 'GET /health': 'anonymous' },
  ])
})

test('JSON and TypeScript say the same', async () => {
  const config = { api: { launch: 'node api.js', routes: [{ 'GET /a': 'authenticated' }] } }
  await write('conformance.json', JSON.stringify(config))
  await write('other.config.ts', `export default ${JSON.stringify(config)} satisfies object`)
  const json = await loadConfig({ cwd })
  const typescript = await loadConfig({ cwd, config: 'other.config.ts' })
  expect(typescript.config).toEqual(json.config)
})

test('a package.json may name the configuration of its folder', async () => {
  await mkdir(join(cwd, 'test'))
  await write('test/conformance.yaml', 'api: { launch: x, routes: [ GET /a: authenticated ] }')
  await write('package.json', JSON.stringify({ 'entra-conformance': { config: 'test/conformance.yaml' } }))
  const { file, directory } = await loadConfig({ cwd })
  expect(file).toBe(join(cwd, 'test/conformance.yaml'))
  expect(directory).toBe(join(cwd, 'test'))
})

test('a module is judged with the configuration beside it', async () => {
  await write('conformance.yaml', 'api: { module: base.ts, routes: [ GET /a: authenticated ] }')
  await write('broken.ts', '')
  const { config } = await loadConfig({ cwd, target: 'broken.ts' })
  expect(config.api.module).toBe(join(cwd, 'broken.ts'))
  expect(config.api.name).toBe('broken')
})

test('a module further down is judged with the nearest configuration above it', async () => {
  await write('conformance.yaml', 'api: { module: base.ts, routes: [ GET /a: authenticated ] }')
  await mkdir(join(cwd, 'broken'))
  await write('broken/one.ts', '')
  const { config, directory } = await loadConfig({ cwd, target: 'broken/one.ts' })
  expect(config.api.module).toBe(join(cwd, 'broken/one.ts'))
  expect(directory).toBe(cwd)
})

test('a program is started instead of what the configuration launches, in the same place', async () => {
  await mkdir(join(cwd, 'broker'))
  await write(
    'broker/conformance.yaml',
    'broker: { launch: { command: node main.ts, ready: /health }, sources: [imds] }',
  )
  await mkdir(join(cwd, 'broken/further'), { recursive: true })
  await write('broken/package.json', JSON.stringify({ 'entra-conformance': { config: '../broker' } }))
  await write('broken/further/one.ts', '')
  const { config, directory } = await loadAnyConfig({ cwd, target: 'broken/further/one.ts' })
  expect(directory).toBe(join(cwd, 'broker'))
  expect(systemOf(config)).toMatchObject({
    name: 'one',
    launch: { command: [process.execPath, expect.any(String), join(cwd, 'broken/further/one.ts')], ready: '/health' },
  })
})

test('a program of a folder that says so is started instead of what the broker’s client is', async () => {
  const client = (text: string) => write('conformance.yaml', `broker: { launch: node broker.ts${text} }`)
  await mkdir(join(cwd, 'broken'))
  const about = { config: '..', target: 'client' }
  await write('broken/package.json', JSON.stringify({ 'entra-conformance': about }))
  await write('broken/one.ts', '')
  await client(', client: { launch: { command: node client.ts, ready: /well }, path: / }')
  const { config } = await loadAnyConfig({ cwd, target: 'broken/one.ts' })
  expect(systemOf(config)).toMatchObject({
    name: 'one',
    launch: 'node broker.ts',
    client: { launch: { command: [process.execPath, expect.any(String), join(cwd, 'broken/one.ts')], ready: '/well' } },
  })
  await client('')
  const problem = await problemOf(loadAnyConfig({ cwd, target: 'broken/one.ts' }))
  expect(problem).toMatchObject({ code: 'CONFIG_WITHOUT_CLIENT', fault: 'config' })
})

test.each([
  ['nothing there', undefined, 'CONFIG_NOT_FOUND', 'conformance.yaml'],
  ['not YAML', 'api: [', 'CONFIG_UNREADABLE', ''],
  ['a key that does not exist', 'api: { launch: x, routes: [GET /a: anonymous], lunch: y }', 'CONFIG_INVALID', 'lunch'],
  ['a route without a method', 'api: { launch: x, routes: [/a: anonymous] }', 'CONFIG_INVALID', 'METHOD /path'],
  ['no way to start it', 'api: { routes: [GET /a: anonymous] }', 'CONFIG_INVALID', 'either launch or module'],
  [
    'an unknown variable',
    'api: { launch: x, env: { A: "${tenant}" }, routes: [GET /a: anonymous] }',
    'CONFIG_UNKNOWN_VARIABLE',
    '${tenantId}',
  ],
])('%s is a named error', async (_, text, code, hint) => {
  if (text !== undefined) await write('conformance.yaml', text)
  const problem = await problemOf(loadConfig({ cwd }))
  expect(problem).toMatchObject({ code, fault: 'config' })
  expect(`${problem.message} ${problem.fix} ${problem.details ?? ''}`).toContain(hint)
})
