import { problem } from '../../node/token-broker/http/answers.ts'
import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'A failure upstream does not say when to come back',
  description: 'No Retry-After: callers try again at once.',
  foundBy: ['token-broker.cache.upstream-500', 'token-broker.cache.upstream-429'],
}

start(process.env, { upstreamAnswer: (c) => problem(c, 503, 'upstream_unavailable') })
