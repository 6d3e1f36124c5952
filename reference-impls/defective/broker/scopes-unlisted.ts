import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'There is no list of scopes',
  description: 'Whatever is asked for is asked of Azure, as the example it follows does.',
  foundBy: [
    'token-broker.access.scope-malformed',
    'token-broker.access.scope-two',
    'token-broker.access.scope-line-break',
    'token-broker.access.scope-long',
    'token-broker.access.scope-not-listed',
    'token-broker.access.scope-graph',
    'token-broker.access.scope-any',
    'token-broker.access.scope-host-before',
    'token-broker.access.scope-as-user-info',
    'token-broker.access.scope-as-path',
    'token-broker.access.scope-http',
    'token-broker.access.scope-null',
  ],
}

start(process.env, {
  scopePolicy:
    () =>
    ([scope]) =>
      scope === undefined ? { kind: 'missing' } : { kind: 'allowed', scope },
})
