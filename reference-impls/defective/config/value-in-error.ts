import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'The error repeats the value it does not like',
  description: '`expected a GUID, got "${value}"`: whoever reads logs reads secrets.',
  foundBy: ['configuration.key-vault.secrecy.error'],
}

await start({
  load: (environment, options) => {
    const vaultSettings = options.vaultSettings.map((setting) => ({
      ...setting,
      check: (value: string) => (setting.check(value) === undefined ? undefined : `expected a GUID, got "${value}"`),
    }))
    return loadEnvironment(environment, { ...options, vaultSettings })
  },
})
