import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'A secret in Base64 counts, whatever the scheme',
  description: 'For one client that encodes it, everything is decoded.',
  foundBy: ['token-broker.access.secret-encoded', 'token-broker.access.secret-basic'],
}

start(process.env, {
  secretCheck:
    (secret) =>
    (authorization = '') => {
      const shown = authorization.replace(/^\w+ /, '')
      return authorization === `Bearer ${secret}` || Buffer.from(shown, 'base64').toString() === secret
    },
})
