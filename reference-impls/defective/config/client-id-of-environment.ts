import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'The audience is derived before the vault is read',
  description: '`const AUDIENCE = process.env.AZURE_API_CLIENT_ID` at the top of a module; the tenant is the vault’s.',
  foundBy: ['configuration.key-vault.source.audience-follows'],
}

await start({
  load: async (environment, options) => {
    const loaded = await loadEnvironment(environment, options)
    const AZURE_API_CLIENT_ID = environment['AZURE_API_CLIENT_ID'] ?? loaded.environment['AZURE_API_CLIENT_ID']
    return { ...loaded, environment: { ...loaded.environment, AZURE_API_CLIENT_ID } }
  },
})
