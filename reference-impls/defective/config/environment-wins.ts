import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'The environment wins over the vault',
  description: '`{ ...fromVault, ...process.env }`: what somebody once set by hand stays in force for ever.',
  foundBy: ['configuration.key-vault.source.vault-wins', 'configuration.key-vault.source.audience-follows'],
}

await start({
  load: async (environment, options) => {
    const loaded = await loadEnvironment(environment, options)
    const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
    return { ...loaded, environment: { ...loaded.environment, ...given } }
  },
})
