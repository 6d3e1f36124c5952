import { start } from '../../node/token-broker/server.ts'
import { oneLine } from '../../node/token-broker/upstream.ts'

export const defect = {
  title: 'What upstream said is handed on to callers',
  description: 'The whole error as the detail: helpful, and not for everybody.',
  foundBy: ['token-broker.cache.upstream-unsaid'],
}

start(process.env, {
  upstreamAnswer: (c, failure) => {
    const { cause } = failure
    const inner: unknown = cause instanceof Error && 'errors' in cause ? cause.errors : []
    const details = [oneLine(failure), ...(Array.isArray(inner) ? inner.map(String) : [])]
    return c.json({ error: 'upstream', details }, 503, { 'Retry-After': '5' })
  },
})
