import { type ChildProcess, fork, spawn } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'

import { findFreePort } from '../harness/targets/ports.ts'
import { createTemporaryFolder } from '../harness/temporary-folder.ts'
import { median } from './median.ts'
import { tenantId, tokenRequest } from './token-endpoint/client.ts'
import { Connection } from './token-endpoint/connection.ts'

const folder = join(import.meta.dirname, 'token-endpoint')
const startUps = 9
/** By turns: what else runs on the machine then meets all servers alike. */
const [rounds, perRound, concurrency] = [9, 1500, 16]

interface Server {
  readonly name: string
  readonly program: string
  readonly ready: string
  readonly token: string
}
const ours: Server = {
  name: 'entra-conformance',
  program: 'entra-conformance.ts',
  ready: `/${tenantId}/v2.0/.well-known/openid-configuration`,
  token: `/${tenantId}/oauth2/v2.0/token`,
}
const peers: readonly Server[] = [
  {
    name: 'oauth2-mock-server',
    program: 'oauth2-mock-server.ts',
    ready: '/.well-known/openid-configuration',
    token: '/token',
  },
  { name: 'oidc-provider', program: 'oidc-provider.ts', ready: '/.well-known/openid-configuration', token: '/token' },
]
const bare: Server = { name: 'node:http alone', program: 'bare.ts', ready: '/', token: '/' }

const onlySigns: Server = { name: 'only signing', program: 'only-signs.ts', ready: '/', token: '/' }

/** Prints start-up times, tokens per second and the share of bare signing, each with what it is compared to. */
export async function printTokenEndpoint(): Promise<void> {
  await using compileCache = await createTemporaryFolder('bench')
  await printStartUp(compileCache.path)
  await printCommand(compileCache.path)
  await printTokens(compileCache.path)
  await printSigning()
}

async function printStartUp(compileCache: string): Promise<void> {
  const servers = [bare, ours, ...peers]
  const times = new Map<string, { readonly answer: number; readonly token: number }[]>(
    servers.map(({ name }) => [name, []]),
  )
  // The first start of each fills the cache of compiled code, as every program's first start does.
  for (let run = -1; run < startUps; run += 1) {
    for (const server of servers) {
      const time = await startUpTime(server, compileCache)
      if (run >= 0) times.get(server.name)?.push(time)
    }
  }
  const base = times.get(bare.name)?.map(({ answer }) => answer) ?? []
  for (const { name } of servers) {
    const answers = times.get(name)?.map(({ answer }) => answer) ?? []
    const tokens = times.get(name)?.map(({ token }) => token) ?? []
    const more = answers.map((answer, run) => answer - (base[run] ?? Number.NaN))
    print('start to first answer', name, [
      `median ${ms(median(answers))}`,
      `least ${ms(Math.min(...answers))}`,
      ...(name === bare.name
        ? []
        : [`over node:http: median ${ms(median(more))}, least ${ms(Math.min(...answers) - Math.min(...base))}`]),
      ...(name === bare.name
        ? []
        : [`to the first token: median ${ms(median(tokens))}, least ${ms(Math.min(...tokens))}`]),
    ])
  }
}

/** The whole command: proxy, certificate authority, control, managed identity, and a certificate for a client. */
async function printCommand(compileCache: string): Promise<void> {
  const times: number[] = []
  for (let run = -1; run < startUps; run += 1) {
    const time = await commandTime(compileCache)
    if (run >= 0) times.push(time)
  }
  print('start to ready', 'the mock command', [`median ${ms(median(times))}`, `least ${ms(Math.min(...times))}`])
}

async function commandTime(compileCache: string): Promise<number> {
  const startedAt = performance.now()
  const command = join(import.meta.dirname, '../harness/cli/entra-conformance.mjs')
  const child = spawn(process.execPath, [command, 'mock'], {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const text of child.stdout.setEncoding('utf8')) {
    if (String(text).includes('Ready.')) break
  }
  const time = performance.now() - startedAt
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await ended
  return time
}

/** Milliseconds from the start of the process to its first answer, and to the first token. */
async function startUpTime(server: Server, compileCache: string): Promise<{ answer: number; token: number }> {
  const startedAt = performance.now()
  await using running = await start(server, compileCache)
  const document = await fetch(`http://127.0.0.1:${running.port}${server.ready}`)
  await document.arrayBuffer()
  const answer = performance.now() - startedAt
  if (document.status !== 200) throw new Error(`${server.name} answered ${document.status}`)
  if (server !== bare) await load(server, running.port, 1, 1)
  return { answer, token: performance.now() - startedAt }
}

async function printTokens(compileCache: string): Promise<void> {
  const servers = [ours, ...peers, onlySigns]
  await using stack = new AsyncDisposableStack()
  const running: {
    readonly server: Server
    readonly port: number
    readonly cpu: () => Promise<number>
    readonly rates: number[]
    readonly cpus: number[]
  }[] = []
  for (const server of servers) {
    const started = stack.use(await start(server, compileCache))
    // Compiled and warm, as after some minutes of use.
    await load(server, started.port, 4 * perRound, concurrency)
    running.push({ server, ...started, rates: [], cpus: [] })
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { server, port, cpu, rates, cpus } of running) {
      const before = await cpu()
      rates.push(await load(server, port, perRound, concurrency))
      cpus.push(((await cpu()) - before) / perRound)
    }
  }
  for (const { server, rates, cpus } of running) {
    const [ownRates, ownCpus] = [running[0]?.rates ?? [], running[0]?.cpus ?? []]
    const [bestRates, bestCpus] = [running.at(-1)?.rates ?? [], running.at(-1)?.cpus ?? []]
    print('client_credentials over http', server.name, [
      `median ${median(rates).toFixed(0)} tokens/s`,
      `${median(cpus).toFixed(3)} ms of processor time each`,
      ...(server === ours
        ? []
        : [`ours is ${inTimes(ownRates, rates)} as fast`, `by processor time ${inTimes(cpus, ownCpus)}`]),
      ...(server === ours || server === onlySigns
        ? []
        : [`(only signing: ${inTimes(bestRates, rates)}, by processor time ${inTimes(cpus, bestCpus)})`]),
    ])
  }
}

/** The median of the ratios, round by round. */
function inTimes(some: readonly number[], others: readonly number[]): string {
  return `${median(some.map((one, round) => one / (others[round] ?? Number.NaN))).toFixed(2)} times`
}

const pair = z.object({ wall: z.number(), cpu: z.number() })
const signingSchema = z.array(z.object({ bare: pair, ours: pair }))

async function printSigning(): Promise<void> {
  const child = fork(join(folder, 'signing.ts'))
  const measured = signingSchema.parse(await nextMessage(child))
  const share = (of: 'wall' | 'cpu') => median(measured.map((round) => round.bare[of] / round.ours[of]))
  print('client_credentials in process', ours.name, [
    `median ${(1000 / median(measured.map((round) => round.ours.wall))).toFixed(0)} tokens/s`,
    `bare WebCrypto RS256 ${(1000 / median(measured.map((round) => round.bare.wall))).toFixed(0)} signatures/s`,
    `share ${(100 * share('wall')).toFixed(0)} %`,
    `by processor time ${(100 * share('cpu')).toFixed(0)} %`,
  ])
}

interface Running extends AsyncDisposable {
  readonly port: number
  /** Milliseconds of processor time so far. */
  readonly cpu: () => Promise<number>
}

const cpuSchema = z.object({ user: z.number(), system: z.number() })

async function start({ program }: Server, compileCache: string): Promise<Running> {
  const port = await findFreePort()
  const child = fork(join(folder, program), [String(port)], {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  await nextMessage(child)
  return {
    port,
    async cpu() {
      const told = nextMessage(child)
      child.send('cpu')
      const { user, system } = cpuSchema.parse(await told)
      return (user + system) / 1000
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.send('end')
      await ended
    },
  }
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null): void => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`))
    child.once('exit', failed)
    child.once('message', (message) => {
      child.off('exit', failed)
      resolve(message)
    })
  })
}

/** Tokens per second. */
async function load({ name, token }: Server, port: number, count: number, connections: number): Promise<number> {
  const clients = Array.from({ length: connections }, () => new Connection(port, token, tokenRequest()))
  let left = count
  const startedAt = performance.now()
  const work = async (client: Connection): Promise<void> => {
    while (left-- > 0) {
      const { status, body } = await client.send()
      if (status !== 200 || !body.includes('"access_token":"eyJ')) throw new Error(`${name}: ${status} ${body}`)
    }
  }
  await Promise.all(clients.map(work))
  const seconds = (performance.now() - startedAt) / 1000
  for (const client of clients) client[Symbol.dispose]()
  return count / seconds
}

function print(what: string, name: string, figures: readonly string[]): void {
  console.log(`${what.padEnd(30)}${name.padEnd(20)}${figures.join('  ')}`)
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`
}

if (import.meta.main) await printTokenEndpoint()
