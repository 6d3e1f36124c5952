import { existsSync, writeFileSync } from 'node:fs'

import { loadEnvironment } from '../../../node/config/load-environment.ts'
import { start } from '../base/start.ts'

export const defect = {
  title: 'After one failure the vault is never asked again',
  description: 'A file tells the next start that the vault is down; nobody ever removes it.',
  foundBy: ['configuration.key-vault.policy.vault-wins-again'],
}

const file = `${process.env['DATABASE_PATH'] ?? 'api'}.vault-is-down`

await start({
  load: async (environment, options) => {
    const AZURE_KEY_VAULT_URL = existsSync(file) ? '' : environment['AZURE_KEY_VAULT_URL']
    const loaded = await loadEnvironment({ ...environment, AZURE_KEY_VAULT_URL }, options)
    if (loaded.degraded !== undefined) writeFileSync(file, '')
    return loaded
  },
})
