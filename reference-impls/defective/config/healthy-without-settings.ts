import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'It starts without its settings, and says that it is healthy',
  description: 'The failure is only logged; a made-up tenant stands in, every call is refused, and nobody restarts it.',
  foundBy: ['configuration.key-vault.failure.firewall', 'configuration.key-vault.failure.secret-missing'],
}

await start({
  load: async (environment, options) => {
    try {
      return await loadEnvironment(environment, options)
    } catch (error) {
      console.error(error instanceof Error ? error.message : 'no settings')
      const nobody = '00000000-0000-4000-8000-000000000000'
      return {
        environment: { ...environment, AZURE_TENANT_ID: nobody, AZURE_API_CLIENT_ID: nobody },
        degraded: undefined,
      }
    }
  },
})
