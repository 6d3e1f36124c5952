import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { sourceEnvironment } from '../mock-azure/managed-identity/environment.ts'
import { type LocalTokenService, localTokenServices } from '../mock-azure/managed-identity/hosts.ts'
import type { MockAzure, MockAzureOptions } from '../mock-azure/contract.ts'
import { createMockAzure } from '../mock-azure/mock-azure.ts'
import { consumers, contoso, fabrikam, testKeys } from '../mock-azure/testing/cloud.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'
import { serverThumbprint } from '../mounts/server-thumbprint.ts'
import { systemClock, systemRandom } from '../system.ts'
import { childEnvironment, createWiring } from '../targets/wiring.ts'

/** A cloud on the machine's own clock, which is the one that SDKs compare tokens with. */
export function witnessCloud(options: Partial<MockAzureOptions> = {}): MockAzure {
  return createMockAzure({
    clock: systemClock,
    random: systemRandom,
    keys: testKeys,
    tenants: [contoso, fabrikam, consumers],
    ...options,
  })
}

export interface WitnessOptions {
  /** Which local token service the environment tells of. Default: none, and SDKs ask IMDS. */
  readonly source?: LocalTokenService
  readonly environment?: Readonly<Record<string, string>>
  /** Command and arguments to start the program with, the program's own command following. */
  readonly under?: readonly string[]
}

/** For a group of witnesses: side by side, with time for a machine that is busy. */
export const witnessing = { concurrent: true, timeout: 60_000 } as const

/**
 * Programs that run at once. More would not be faster, and DefaultAzureCredential gives IMDS one second to answer its
 * probe.
 */
const limit = createLimit(2)
const authority = createCertificateAuthority()
const timeLimitMs = 55_000
/** Loading the SDKs is most of what a program does; compiled once, it takes half the time. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/witness', import.meta.url))

/**
 * Runs a program of plain SDK code in a process of its own, wired to the cloud by its environment alone, and gives the
 * JSON it prints. SDKs keep tokens and what they found out about their platform for the life of a process.
 *
 * @param program a file in `programs/`
 */
export function witness(
  mock: MockAzure,
  program: string,
  args: readonly string[] = [],
  { environment, ...options }: WitnessOptions = {},
): Promise<unknown> {
  const file = fileURLToPath(new URL(`programs/${program}`, import.meta.url))
  const settings = { NODE_COMPILE_CACHE: compileCache, ...environment }
  return witnessOf(mock, [process.execPath, file, ...args], { ...options, environment: settings })
}

/** The same for a program in any language. */
export async function witnessOf(
  mock: MockAzure,
  program: readonly [command: string, ...args: string[]],
  { source, environment = {}, under = [] }: WitnessOptions = {},
): Promise<unknown> {
  await using proxy = await startForwardProxy({ mock, authority: await authority })
  await using wiring = await createWiring({ proxyUrl: proxy.url, authority: await authority })
  const settings = { ...(source === undefined ? {} : await sourceSettings(source, mock)), ...environment }
  const env = childEnvironment({ parent: process.env, wiring: wiring.environment, settings })
  const [command = program[0], ...rest] = [...under, ...program]
  const stdout = await limit(() => run(command, rest, env))
  return JSON.parse(stdout) as unknown
}

async function sourceSettings(source: LocalTokenService, { workload }: MockAzure) {
  const { hostname } = new URL(localTokenServices[source])
  return sourceEnvironment(source, workload, { serverThumbprint: await serverThumbprint(await authority, hostname) })
}

function run(command: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { env, timeout: timeLimitMs }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${error.message}\n${stderr}\n${stdout}`))
    })
  })
}

/** Lets so many tasks run at once; the others wait for their turn. */
function createLimit(places: number) {
  const waiting: (() => void)[] = []
  let free = places
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
