import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'Without a vault it runs on settings that are compiled in',
  description: '`const TENANT_ID = vault ? … : "the one of our own test tenant"`: the environment is never looked at.',
  foundBy: ['configuration.key-vault.source.off-environment-counts'],
}

const ours = {
  AZURE_TENANT_ID: '0e0e0e0e-0000-4000-8000-000000000001',
  AZURE_API_CLIENT_ID: '0c0c0c0c-0000-4000-8000-000000000001',
}

await start({
  load: async (environment, options) => {
    const loaded = await loadEnvironment(environment, options)
    const off = (environment['AZURE_KEY_VAULT_URL'] ?? '') === ''
    return off ? { ...loaded, environment: { ...loaded.environment, ...ours } } : loaded
  },
})
