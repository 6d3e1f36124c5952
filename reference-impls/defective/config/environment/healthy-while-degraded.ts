import { loadEnvironment } from '../../../node/config/load-environment.ts'
import { start } from '../base/start.ts'

export const defect = {
  title: 'Health says healthy while it runs on other settings than it was told to',
  description: '`/health` is a constant: the warning in the log is the only trace.',
  foundBy: [
    'configuration.key-vault.policy.health',
    'configuration.key-vault.policy.health-secret-missing',
    'configuration.key-vault.policy.health-secret-disabled',
    'configuration.key-vault.policy.health-secret-expired',
    'configuration.key-vault.policy.health-secret-empty',
    'configuration.key-vault.policy.health-not-a-guid',
    'configuration.key-vault.policy.health-throttled',
  ],
}

await start({
  load: async (environment, options) => ({ ...(await loadEnvironment(environment, options)), degraded: undefined }),
})
