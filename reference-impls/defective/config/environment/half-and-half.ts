import { openVault } from '../../../node/config/key-vault.ts'
import { loadEnvironment } from '../../../node/config/load-environment.ts'
import { start } from '../base/start.ts'

export const defect = {
  title: 'Each setting falls back by itself',
  description: 'One setting is the vault’s and the other the environment’s: the tenant of one, the API of another.',
  foundBy: ['configuration.key-vault.policy.all-or-none'],
}

await start({
  load: async (environment, options) => {
    if ((environment['AZURE_KEY_VAULT_URL'] ?? '') === '') return loadEnvironment(environment, options)
    let merged = environment
    let degraded: string | undefined
    for (const setting of options.vaultSettings) {
      const one = await loadEnvironment(environment, { ...options, vaultSettings: [setting], openVault })
      merged = { ...merged, [setting.variable]: one.environment[setting.variable] }
      degraded ??= one.degraded
    }
    return { environment: merged, degraded }
  },
})
