import { start } from '../../../node/token-broker/server.ts'
import { rawIdentity } from '../base/tokens.ts'

export const defect = {
  title: 'One failure of the source is told to callers at once',
  description: 'No retry at all: what an SDK would have done is left to every caller.',
  foundBy: ['token-broker.cache.hiccup'],
}

start(process.env, { credential: () => rawIdentity })
