import { start } from '../../node/token-broker/server.ts'
import { rawIdentity } from './base/tokens.ts'

export const defect = {
  title: 'While upstream fails, each caller is an attempt',
  description: 'Failures are neither shared nor remembered.',
  foundBy: ['token-broker.cache.no-storm'],
}

start(process.env, { credential: () => rawIdentity, cache: (acquire) => acquire })
