import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'The beginning of the secret will do',
  description:
    '`secret.startsWith(shown)`: the comparison is the wrong way round, and an empty text begins everything.',
  foundBy: ['token-broker.access.secret-beginning', 'token-broker.access.secret-empty'],
}

start(process.env, {
  secretCheck: (secret) => (authorization) =>
    authorization !== undefined && secret.startsWith(authorization.replace(/^Bearer ?/i, '')),
})
