import { access } from 'node:fs/promises'
import { delimiter, dirname, resolve } from 'node:path'

import { ConfigError } from '../errors.ts'
import { type RunningCloud, startCloud } from '../mock-command/start.ts'
import { loadSeed, parseSeed } from '../seed/load.ts'
import type { Seed } from '../seed/schema.ts'
import { startProcessTarget } from '../targets/process-target.ts'
import { splitCommand } from '../targets/split-command.ts'
import { childEnvironment, quickStart } from '../targets/wiring.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { browserArguments } from './browser.ts'
import type { DemoOptions, RunningDemo, RunningPart } from './contract.ts'
import { type LoadedDemo, loadDemo } from './load.ts'
import { createPlaceholders, partUrl, type Placeholders } from './placeholders.ts'
import { choosePorts, unknownPart } from './ports.ts'
import type { DemoPart } from './schema.ts'

/**
 * Starts a system and a cloud of its own. Nothing is left running when that fails.
 *
 * ```ts
 * await using demo = await startDemo('web-app')
 * await page.goto(demo.url)                        // in a Chromium with `args: [...demo.browserArguments]`
 * demo.cloud.control.ledger.entries({ endpoint: 'entra.token' })
 * ```
 *
 * @param system one of `demoNames`, or a `demo.yaml`
 * @throws {ConfigError} `DEMO_…`, `SEED_…` or `MOCK_…`
 * @throws {TargetError} `TARGET_…` when a part does not come up; with its last output
 */
export async function startDemo(system: string, options: DemoOptions = {}): Promise<RunningDemo> {
  const loaded = await loadDemo(system)
  const { demo, directory, file } = loaded
  await assertNeeds(loaded)
  const ports = await choosePorts(demo.parts, options.ports ?? 'free')
  await using stack = new AsyncDisposableStack()
  const { path: dataDir } = stack.use(await createTemporaryFolder('demo'))
  const placeholders = createPlaceholders({ ports, dataDir, file })
  const seed = await readSeed(loaded, placeholders)
  const cloud = stack.use(await startCloud(seed, { identity: demo.identity }))
  const filled = placeholders.withEnvironment(cloud.environment)
  const parts: WatchedPart[] = []
  for (const part of demo.parts) {
    parts.push(stack.use(await startPart({ part, port: ports[part.name] ?? part.port, directory, cloud, filled })))
  }
  const url = filled.fill(demo.open)
  const steps = demo.try.map((step) => filled.fill(step))
  const browser = await browserArguments(cloud.proxyUrl, cloud.authority)
  const running = stack.move()
  return {
    title: demo.title,
    description: demo.description,
    url,
    signIn: demo.signIn,
    steps,
    parts,
    part(name) {
      const found = parts.find((part) => part.name === name)
      if (found === undefined) throw unknownPart(name, parts)
      return found
    },
    whenPartEnds: Promise.race(parts.map(({ whenEnded }) => whenEnded)),
    cloud,
    proxyUrl: cloud.proxyUrl,
    browserArguments: browser,
    caPem: cloud.authority.certificatePem,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

async function assertNeeds({ demo, directory }: LoadedDemo): Promise<void> {
  for (const { file, fix } of demo.needs) {
    const path = resolve(directory, file)
    await access(path).catch(() => {
      throw new ConfigError('DEMO_NEEDS_FILE', `${demo.title} needs ${path}, which is not there.`, fix)
    })
  }
}

async function readSeed({ demo, directory, file }: LoadedDemo, placeholders: Placeholders): Promise<Seed> {
  const seed =
    typeof demo.seed === 'string'
      ? await loadSeed(resolve(directory, demo.seed))
      : parseSeed(placeholders.fillWithin(demo.seed), file)
  const unknown = Object.keys(demo.redirectUris).find((id) => seed.apps.every(({ clientId }) => clientId !== id))
  if (unknown !== undefined) {
    const fix = `Name one of these: ${seed.apps.map(({ clientId }) => clientId).join(', ')}.`
    throw new ConfigError('DEMO_UNKNOWN_APP', `${file}: redirectUris: no app of the seed has the ID ${unknown}.`, fix)
  }
  const apps = seed.apps.map((app) => {
    const more = (demo.redirectUris[app.clientId] ?? []).map((uri) => placeholders.fill(uri))
    const web = [...(app.redirectUris?.web ?? []), ...more]
    return more.length === 0 ? app : { ...app, redirectUris: { ...app.redirectUris, web } }
  })
  return { ...seed, apps }
}

interface WatchedPart extends RunningPart, AsyncDisposable {
  readonly whenEnded: Promise<RunningPart>
}

async function startPart(options: {
  readonly part: DemoPart
  readonly port: number
  readonly directory: string
  readonly cloud: RunningCloud
  readonly filled: Placeholders
}): Promise<WatchedPart> {
  const { part, port, directory, cloud, filled } = options
  const { name, command } = part
  const settings = Object.entries(part.env).map(([variable, value]) => [variable, filled.fill(value)] as const)
  // Filled after it was split: a path with a blank in it stays one word.
  const words = typeof command === 'string' ? splitCommand(shield(command)).map(unshield) : command
  const target = await startProcessTarget({
    name,
    command: words.map((word) => filled.fill(word)),
    cwd: resolve(directory, part.cwd),
    env: childEnvironment({
      parent: { ...process.env, PATH: pathWithThisNode() },
      wiring: { ...quickStart, ...cloud.wiring },
      settings: { PORT: String(port), ...Object.fromEntries(settings) },
    }),
    port,
    readyPath: part.ready,
    timeoutMs: part.timeoutSeconds * 1000,
    redact: filled.secrets(),
  })
  const running: RunningPart = {
    name,
    url: partUrl(port),
    port,
    output: () => target.output(),
    ended: () => target.ended(),
  }
  return {
    ...running,
    whenEnded: target.whenEnded.then(() => running),
    [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
  }
}

/** `$`, which `splitCommand` takes for something that only a shell can do, in placeholders. */
function shield(command: string): string {
  return command.replace(/\$\{([^}]*)\}/g, '\uE000$1\uE001')
}

function unshield(word: string): string {
  return word.replaceAll('\uE000', '${').replaceAll('\uE001', '}')
}

/** `node` in a command is the one that runs this. */
function pathWithThisNode(): string {
  return [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)
}
