import { start } from '../../node/token-broker/server.ts'
import { rawIdentity } from './base/tokens.ts'

export const defect = {
  title: 'Every call is a request upstream',
  description: 'The managed identity by hand, without a cache.',
  foundBy: ['token-broker.cache.many-calls', 'token-broker.cache.callers-share', 'token-broker.cache.kept-while-good'],
}

start(process.env, { credential: () => rawIdentity, cache: (acquire) => acquire })
