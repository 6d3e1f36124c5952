import { loadEnvironment, SourceError } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'The error does not say which setting it is about',
  description: '`throw new Error("could not load configuration")`: whoever is on call starts from nothing.',
  foundBy: [
    'configuration.key-vault.failure.secret-missing',
    'configuration.key-vault.failure.firewall',
    'configuration.key-vault.identity.not-assigned',
  ],
}

await start({
  load: (environment, options) =>
    loadEnvironment(environment, options).catch((error: unknown) => {
      throw new SourceError('could not load the configuration', { cause: error })
    }),
})
