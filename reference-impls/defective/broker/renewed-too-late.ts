import { start } from '../../node/token-broker/server.ts'
import { createTokenCache } from '../../node/token-cache/token-cache.ts'

export const defect = {
  title: 'A token is given out until its very end',
  description: 'No margin: it ends on the way to the service.',
  foundBy: ['token-broker.cache.renewed-early'],
}

start(process.env, { cache: (acquire) => createTokenCache(acquire, { renewBeforeMs: 0 }) })
