import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'A failure upstream is answered with 200',
  description: '`{ "error": … }` with a status that says success: clients read a token that is not there.',
  foundBy: [
    'token-broker.cache.upstream-500',
    'token-broker.cache.upstream-404',
    'token-broker.cache.upstream-403',
    'token-broker.cache.upstream-429',
    'token-broker.cache.upstream-html',
    'token-broker.cache.upstream-empty',
    'token-broker.cache.upstream-truncated',
    'token-broker.cache.upstream-reset',
    'token-broker.cache.upstream-silent',
    'token-broker.cache.upstream-no-token',
    'token-broker.cache.identity-missing',
  ],
}

start(process.env, { upstreamAnswer: (c, { kind }) => c.json({ error: `upstream_${kind}` }) })
