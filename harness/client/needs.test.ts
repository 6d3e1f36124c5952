import { describe, expect, it } from 'vitest'

import type { ClientCase, ClientNeed } from '../client-case.ts'
import { type AnyConfig, configSchema, kindOf } from '../config/schema.ts'
import { concerns, unmetClientNeed } from './needs.ts'
import { caseFacts } from './testing/case-facts.ts'

const launch = 'run it'
const config = (input: Parameters<typeof configSchema.parse>[0]): AnyConfig => kindOf(configSchema.parse(input))

const webApp = config({
  webApp: {
    launch,
    pages: { callApi: '/call' },
    credentials: { secret: { env: {} }, federated: { env: {}, sources: ['imds'] } },
    session: { persistent: true },
  },
})
const withSession = (session: { lifetimeSeconds?: number; idleSeconds?: number }): AnyConfig =>
  config({ webApp: { launch, credentials: { secret: { env: {} } }, session } })
const agent = config({ agent: { launch, actions: { chat: { route: 'POST /chat' } }, sources: ['app-service'] } })
const agentOfArc = config({
  agent: { launch, actions: { chat: { route: 'POST /chat' } }, sources: ['app-service', 'arc'] },
})
const broker = config({ broker: { launch, allowedScopes: ['a'] } })
const brokerWithClient = config({ broker: { launch, client: { launch, path: '/' } } })
const brokerWithTls = config({ broker: { launch, tls: { env: { CERT: 'a' } } } })
const api = config({ api: { launch, routes: [{ 'GET /': 'anonymous' }] } })
const apiWithVault = config({
  api: { launch, env: { TENANT: 'x' }, routes: [{ 'GET /': 'anonymous' }] },
  keyVault: { secrets: { TENANT: 'tenant' } },
})

const item: ClientCase = {
  ...caseFacts,
  id: 'test.needs.case',
  system: 'any',
  steps: [],
}

const facilities = { clock: true, otherAddress: true, arc: true }

describe('a need', () => {
  it.each<[ClientNeed, AnyConfig, boolean]>([
    ['page.home', webApp, true],
    ['page.callApi', webApp, true],
    ['page.protected', webApp, true],
    ['page.signOut', webApp, false],
    ['page.home', agent, false],
    ['action.chat', agent, true],
    ['action.code', agent, false],
    ['credential.federated', webApp, true],
    ['credential.certificate', webApp, false],
    ['source.imds', webApp, true],
    ['source.app-service', webApp, false],
    ['source.app-service', agent, true],
    ['client', brokerWithClient, true],
    ['client', broker, false],
    ['persistent-session', webApp, true],
    ['volatile-session', webApp, false],
    ['hour-long-session', webApp, true],
    ['hour-long-session', withSession({ lifetimeSeconds: 3600 }), true],
    ['hour-long-session', withSession({ lifetimeSeconds: 1200 }), false],
    ['hour-long-session', withSession({ lifetimeSeconds: 28_800, idleSeconds: 1200 }), false],
    ['pkce', webApp, true],
    ['return-parameter', webApp, false],
    ['system-assigned', agent, true],
    ['user-assigned', agent, false],
    ['user-assigned', webApp, true],
    ['demo', agent, false],
    ['scope-allow-list', broker, true],
    ['key-vault', apiWithVault, true],
    ['key-vault', api, false],
    ['key-vault-fail', apiWithVault, true],
    ['key-vault-environment', apiWithVault, false],
    ['clock', webApp, true],
    ['tls', broker, false],
    ['tls', brokerWithTls, true],
    ['other-address', broker, true],
  ])('%s', (need, of, met) => {
    expect(unmetClientNeed({ ...item, needs: [need] }, of, facilities) === undefined).toBe(met)
  })
})

function unmet(start: NonNullable<ClientCase['start']>, clock = true): string | undefined {
  return unmetClientNeed({ ...item, start }, webApp, { ...facilities, clock })
}

it('what a start asks for is a need too, and its reason says what is missing', () => {
  expect(unmet({ credential: 'secret' })).toBeUndefined()
  expect(unmet({ credential: 'certificate' })).toBe('There is no credential certificate.')
  expect(unmet({ credential: 'federated', source: 'imds' })).toBeUndefined()
  expect(unmet({ credential: 'federated', source: 'azure-ml' })).toContain('azure-ml')
  expect(unmet({ credential: 'secret', beside: ['certificate'] })).toContain('certificate')
  expect(unmet({ clock: true }, false)).toContain('libfaketime')
  expect(unmet({ vault: 'environment-stale' })).toContain('Key Vault')
})

it('what a machine lacks is a reason', () => {
  const elsewhere = { ...item, needs: ['other-address'] } as const
  expect(unmetClientNeed(elsewhere, broker, { ...facilities, otherAddress: false })).toContain('Only on Linux')
  const arc = { ...item, start: { source: 'arc' } } as const
  expect(unmetClientNeed(arc, agent, facilities)).toContain('arc is not declared')
  expect(unmetClientNeed(arc, agentOfArc, facilities)).toBeUndefined()
  expect(unmetClientNeed(arc, agentOfArc, { ...facilities, arc: false })).toContain('/var/opt/azcmagent')
})

it('TLS is spoken by a broker itself, and by something before a web app', () => {
  const tls = { ...item, start: { tls: true } } as const
  expect(unmetClientNeed({ ...tls, system: 'broker' }, broker, facilities)).toContain('(tls)')
  expect(unmetClientNeed({ ...tls, system: 'broker' }, brokerWithTls, facilities)).toBeUndefined()
  expect(unmetClientNeed({ ...tls, system: 'web-app' }, webApp, facilities)).toContain('behindTls')
})

it('a case of its own target wants one that can be started again', () => {
  const once = config({ broker: { launch, restartable: false } })
  expect(unmetClientNeed({ ...item, isolation: 'fresh' }, once, facilities)).toContain('restartable')
  expect(unmetClientNeed({ ...item, start: { env: { A: '1' } } }, once, facilities)).toContain('restartable')
  expect(unmetClientNeed({ ...item, steps: [{ do: 'restart' }] }, once, facilities)).toContain('restartable')
  expect(unmetClientNeed({ ...item, isolation: 'shared' }, once, facilities)).toBeUndefined()
  expect(unmetClientNeed({ ...item, start: { source: 'app-service' } }, once, facilities)).toBeUndefined()
})

it.each([
  ['web-app', [true, false, false, false, false]],
  ['agent', [false, true, false, false, false]],
  ['broker', [false, false, true, false, false]],
  ['any', [true, true, true, false, true]],
] as const)('a case for %s concerns that system alone', (system, expected) => {
  const of = [webApp, agent, broker, api, apiWithVault]
  expect(of.map((each) => concerns({ ...item, system }, each))).toEqual(expected)
})
