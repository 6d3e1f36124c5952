import { defaultSeedFile, loadSeed } from '../seed/load.ts'
import { renderEnd, renderEnvironment, replaceEnvironmentFile, writeEnvironmentFile } from './environment-file.ts'
import { startCloud, type StartOptions } from './start.ts'
import { renderSummary } from './summary.ts'

export interface RunOptions extends StartOptions {
  /** Default: the built-in seed. */
  readonly seedFile?: string
  /** Default: the environment is shown instead. */
  readonly environmentFile?: string
}

/**
 * Runs a cloud in the foreground until a signal asks it to end; then every listener is closed and every file removed.
 * @throws {ConfigError} `SEED_…`, `MOCK_…` or `ENV_FILE`
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export async function runMock({ seedFile = defaultSeedFile, environmentFile, ...options }: RunOptions): Promise<void> {
  const signal = nextSignal()
  await using cloud = await startCloud(await loadSeed(seedFile), options)
  const { groups } = cloud
  const environment = renderEnvironment(groups)
  process.stdout.write(`\n${renderSummary(cloud)}\n`)
  if (environmentFile === undefined) process.stdout.write(`Environment\n${environment}\n`)
  else await writeEnvironmentFile(environmentFile, environment)
  const what = environmentFile === undefined ? 'the lines above' : environmentFile
  process.stdout.write(`Ready. Where your program starts, source ${what}\nCtrl-C ends the cloud.\n`)
  await signal
  if (environmentFile !== undefined) await replaceEnvironmentFile(environmentFile, environment, renderEnd(groups))
}

/** Settles with the first signal that asks to end. A second one ends the process as if nobody listened. */
export function nextSignal(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  return new Promise((resolve) => {
    const end = (): void => {
      for (const signal of signals) process.off(signal, end)
      resolve()
    }
    for (const signal of signals) process.on(signal, end)
  })
}
