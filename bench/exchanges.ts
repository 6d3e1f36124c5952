import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { loadConfig } from '../harness/config/load.ts'
import type { ExchangeCase } from '../harness/case.ts'
import { ExchangeRunner } from '../harness/execute/exchange.ts'
import { TokenBench } from '../harness/execute/tokens.ts'
import { createKeySource } from '../harness/key-source.ts'
import { createCertificateAuthority } from '../harness/mounts/certificate-authority.ts'
import { unmetNeed } from '../harness/routes.ts'
import { systemClock, systemRandom } from '../harness/system.ts'
import type { WireRequest } from '../harness/targets/contract.ts'
import { startWorld, type World } from '../harness/world.ts'
import { catalogue } from '../suites/catalogue.ts'

/** Milliseconds per exchange, one figure a run. */
export interface ExchangeTimes {
  readonly cases: number
  readonly exchanges: number
  readonly harnessMs: readonly number[]
  readonly replayMs: readonly number[]
}

/**
 * The catalogue's plain HTTP cases against the reference API, through the executor and then as a bare replay of the very
 * same requests, by turns. Cases over raw sockets are left out of both: undici cannot send them.
 */
export async function measureExchanges(runs: number): Promise<ExchangeTimes> {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { config, directory } = await loadConfig({ cwd, config: 'reference-impls/node/api' })
  await using world = await startWorld(
    {
      config,
      directory,
      keys: createKeySource(),
      authority: await createCertificateAuthority(),
      clock: systemClock,
      random: systemRandom,
    },
    1,
  )
  const cases = catalogue
    .filter((item): item is ExchangeCase => item.kind === 'exchange' && item.request?.raw !== true)
    .filter((item) => unmetNeed(item.needs, config.api, world.table, { clock: false }) === undefined)
  await runThrough(world, cases)
  const harnessMs: number[] = []
  const replayMs: number[] = []
  let exchanges = 0
  for (let run = 0; run < runs; run += 1) {
    const { sent, ms } = await runThrough(world, cases)
    exchanges = sent.length
    harnessMs.push(ms / sent.length)
    replayMs.push((await replay(world.target.baseUrl, sent)) / sent.length)
  }
  return { cases: cases.length, exchanges, harnessMs, replayMs }
}

async function runThrough(world: World, cases: readonly ExchangeCase[]): Promise<{ sent: WireRequest[]; ms: number }> {
  const sent: WireRequest[] = []
  const { target } = world
  const recording: World = {
    ...world,
    target: {
      ...target,
      send: (request, options) => {
        sent.push(request)
        return target.send(request, options)
      },
    },
  }
  const bench = new TokenBench(recording)
  bench.premint(cases)
  const runner = new ExchangeRunner(recording, bench)
  const startedAt = performance.now()
  for (const item of cases) await runner.run(item)
  return { sent, ms: performance.now() - startedAt }
}

async function replay(baseUrl: string, requests: readonly WireRequest[]): Promise<number> {
  const pool = new Pool(baseUrl, { connections: 1 })
  const startedAt = performance.now()
  for (const { method, path, headers, body } of requests) {
    const answer = await pool.request({
      method,
      path,
      headers: headers.flatMap(([name, value]) => [name, value]),
      body: body ?? null,
    })
    await answer.body.text()
  }
  const ms = performance.now() - startedAt
  await pool.close()
  return ms
}
