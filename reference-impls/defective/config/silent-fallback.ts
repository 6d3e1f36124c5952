import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'A vault that cannot be read is passed over',
  description: '`try { … } catch { return process.env }`: the service runs on whatever the environment still says.',
  foundBy: [
    'configuration.key-vault.failure.role-missing',
    'configuration.key-vault.failure.firewall',
    'configuration.key-vault.failure.private-connection',
    'configuration.key-vault.failure.policy',
    'configuration.key-vault.failure.access-policy',
    'configuration.key-vault.failure.secret-missing',
    'configuration.key-vault.failure.disabled',
    'configuration.key-vault.failure.expired',
    'configuration.key-vault.failure.empty',
    'configuration.key-vault.failure.blank',
    'configuration.key-vault.failure.not-a-guid',
    'configuration.key-vault.failure.guid-and-more',
    'configuration.key-vault.failure.common-tenant',
    'configuration.key-vault.failure.second-missing',
    'configuration.key-vault.failure.second-empty',
    'configuration.key-vault.failure.second-not-a-guid',
    'configuration.key-vault.failure.throttled',
    'configuration.key-vault.failure.unavailable',
    'configuration.key-vault.failure.reset',
    'configuration.key-vault.failure.no-answer',
    'configuration.key-vault.failure.page',
    'configuration.key-vault.failure.empty-answer',
    'configuration.key-vault.failure.half-an-answer',
    'configuration.key-vault.failure.no-value',
    'configuration.key-vault.failure.value-of-another-kind',
    'configuration.key-vault.identity.not-assigned',
    'configuration.key-vault.identity.refused',
    'configuration.key-vault.identity.garbage',
    'configuration.key-vault.identity.token-refused',
  ],
}

await start({
  load: async (environment, options) => {
    try {
      return await loadEnvironment(environment, options)
    } catch {
      return { environment, degraded: undefined }
    }
  },
})
