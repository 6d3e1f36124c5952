import { type Config, loadConfig } from '../../../node/api/config.ts'
import { createApi } from '../../../node/api/api.ts'
import { run } from '../../../node/api/server.ts'
import type { OpenVault } from '../../../node/config/key-vault.ts'
import { loadEnvironment } from '../../../node/config/load-environment.ts'

/** What a twin may do worse. */
export interface Replacements {
  readonly openVault?: OpenVault
  readonly load?: typeof loadEnvironment
  /** What is made of the settings before the API sees them. */
  readonly config?: (config: Config) => Config
  readonly log?: (message: string) => void
  readonly createApi?: typeof createApi
}

/** The reference API, with its settings read as a twin reads them. */
export function start({ openVault, load = loadEnvironment, config = (same) => same, log, ...api }: Replacements) {
  return run(process.env, {
    createApi,
    ...api,
    loadConfig: async (environment, options) =>
      config(
        await loadConfig(environment, {
          ...options,
          load,
          ...(openVault === undefined ? {} : { openVault }),
          ...(log === undefined ? {} : { log }),
        }),
      ),
  })
}
