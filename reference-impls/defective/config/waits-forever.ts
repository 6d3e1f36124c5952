import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'A vault that never answers is waited for without end',
  description: 'No time limit: the service neither starts nor says why it does not.',
  foundBy: ['configuration.key-vault.failure.no-answer', 'configuration.key-vault.failure.throttled-for-an-hour'],
}

await start({
  load: (environment, options) => loadEnvironment({ ...environment, KEY_VAULT_TIMEOUT_SECONDS: '999' }, options),
})
