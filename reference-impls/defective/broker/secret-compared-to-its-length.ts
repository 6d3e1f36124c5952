import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'Only as much is compared as the secret is long',
  description: 'What stands behind it does not count.',
  foundBy: ['token-broker.access.secret-and-more', 'token-broker.access.secret-and-space'],
}

start(process.env, {
  secretCheck: (secret) => (authorization) => authorization?.slice(0, 7 + secret.length) === `Bearer ${secret}`,
})
