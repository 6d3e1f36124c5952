import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'The vault is named and never read',
  description: 'The variable has another name in the code than in the deployment: the environment counts, as before.',
  foundBy: ['configuration.key-vault.source.vault-read', 'configuration.key-vault.source.environment-absent'],
}

await start({ load: (environment, options) => loadEnvironment({ ...environment, AZURE_KEY_VAULT_URL: '' }, options) })
