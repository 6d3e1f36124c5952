import { afterAll, beforeAll, expect, it } from 'vitest'

import type { ClientCase, ClientStep, Start } from '../client-case.ts'
import { configSchema, kindOf } from '../config/schema.ts'
import { createKeySource } from '../key-source.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import { systemClock, systemRandom } from '../system.ts'
import { isFree } from '../targets/ports.ts'
import { type CertificateFiles, createCertificateFiles } from './certificates.ts'
import { ClientExecutor } from './executor.ts'
import { startClientWorld } from './world.ts'
import { caseFacts } from './testing/case-facts.ts'

const server = (answer: string): readonly string[] => [
  process.execPath,
  '-e',
  `require('node:http').createServer(async (q, r) => { ${answer} }).listen(process.env.PORT, '127.0.0.1')`,
]

/** Says whether it knows the caller, and where it listens; it has an identity. */
const broker = server(`
  if (process.env.FAILS) process.exit(3)
  if (q.url === '/health') return r.end()
  const known = q.headers.authorization === 'Bearer ' + process.env.SECRET
  if (process.env.LOGS) console.log(q.headers.authorization)
  r.writeHead(known ? 200 : 401).end('identity: ' + (process.env.IDENTITY_ENDPOINT !== undefined) + ', port: ' + process.env.PORT)
`)

/** Shows what the broker answered; it has none. */
const client = server(`
  if (q.url === '/well') return r.end('I am well')
  const headers = { authorization: 'Bearer ' + process.env.SECRET }
  const answer = await fetch(process.env.BROKER + '/token', { headers }).catch(() => undefined)
  const own = process.env.IDENTITY_ENDPOINT !== undefined
  r.writeHead(answer?.ok ? 200 : 503).end('own: ' + own + '; ' + (answer === undefined ? 'gone' : await answer.text()))
`)

let certificates: CertificateFiles
beforeAll(async () => {
  certificates = await createCertificateFiles()
})
afterAll(() => certificates[Symbol.asyncDispose]())

async function resourcesFor(env: Readonly<Record<string, string>> = {}) {
  const config = kindOf(
    configSchema.parse({
      broker: {
        launch: { command: broker, ready: '/health' },
        env: { SECRET: '${brokerSecret}', ...env },
        client: {
          launch: { command: client, ready: '/well' },
          env: { BROKER: '${brokerUrl}', SECRET: '${brokerSecret}' },
          health: '/well',
          path: '/use',
          shows: 'identity: true',
        },
      },
    }),
  )
  return {
    config,
    directory: import.meta.dirname,
    keys: createKeySource(),
    authority: await createCertificateAuthority(),
    certificates,
    clock: systemClock,
    random: systemRandom,
  }
}

function caseOf(steps: readonly ClientStep[], start: Start = { client: 'known' }): ClientCase {
  return {
    ...caseFacts,
    id: 'test.client.case',
    system: 'broker',
    isolation: 'fresh',
    start,
    steps,
  }
}

async function tried(env: Readonly<Record<string, string>>, ...cases: readonly ClientCase[]) {
  await using executor = new ClientExecutor({ resources: await resourcesFor(env), firstWorld: 1, fixHints: () => [] })
  return await Promise.all(cases.map((item) => executor.run(item)))
}

const use = { do: 'visit', at: 'client', browser: 'none' } as const
const works = { ...use, expect: { status: 200, contains: ['own: false', '${clientShows}'] } } as const
const asked = { do: 'ledger', of: 'token-broker', because: 'of the test' } as const

it('the program that uses a broker is the target, the broker behind it has the identity', async () => {
  const results = await tried(
    {},
    caseOf([works, { do: 'visit', at: 'health', expect: { contains: ['I am well'] } }, { ...asked, exactly: 1 }]),
    caseOf(
      [
        { ...use, expect: { status: 503 } },
        { ...asked, each: { status: 401 } },
      ],
      { client: 'other-secret' },
    ),
    caseOf([
      { do: 'fault', endpoint: 'token-broker', action: { do: 'reset' } },
      { ...use, expect: { status: 503, contains: ['gone'] } },
      { do: 'clear-faults' },
      works,
    ]),
  )
  expect(results.map(({ verdict, finding, problem }) => finding ?? problem ?? verdict)).toEqual([
    'pass',
    'pass',
    'pass',
  ])
})

it('what the broker writes counts as well', async () => {
  const results = await tried({ LOGS: 'yes' }, caseOf([works]))
  expect(results).toMatchObject([
    { verdict: 'fail', finding: { reason: 'leak', expected: 'no shared secret in the output' } },
  ])
})

it('both of them end with their world', async () => {
  const world = await startClientWorld(await resourcesFor(), 1, { client: 'known' })
  await using _ = world
  const answer = await world.target?.send({ method: 'GET', path: '/use', headers: [] }, { timeoutMs: 5000 })
  const body = answer?.kind === 'response' ? answer.response.body : ''
  const ports = [Number(/port: (\d+)/.exec(body)?.[1]), Number(world.variables.port)]
  const free = () => Promise.all(ports.map(isFree))
  expect(await free()).toEqual([false, false])
  await world[Symbol.asyncDispose]()
  expect(await free()).toEqual([true, true])
})

it('a broker that does not start is named', async () => {
  const resources = await resourcesFor({ FAILS: 'yes' })
  await expect(startClientWorld(resources, 1, { client: 'known' })).rejects.toMatchObject({
    code: 'TARGET_ENDED_EARLY',
    message: expect.stringMatching(/^broker /),
  })
})
