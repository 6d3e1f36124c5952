import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'A scope is allowed that begins with an allowed resource',
  description: '`startsWith`: hosts and paths go on where the comparison ends.',
  foundBy: [
    'token-broker.access.scope-continued',
    'token-broker.access.scope-host-continued',
    'token-broker.access.scope-dots',
    'token-broker.access.scope-permission',
  ],
}

start(process.env, {
  scopePolicy:
    (allowed) =>
    ([scope = '']) =>
      [...allowed].some((each) => scope.startsWith(each.replace('/.default', '')))
        ? { kind: 'allowed', scope }
        : { kind: 'not-allowed' },
})
