import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'The secret is compared without regard to letter case',
  description: 'Header and secret are both made small first.',
  foundBy: ['token-broker.access.secret-letter-case'],
}

start(process.env, {
  secretCheck: (secret) => (authorization) => authorization?.toLowerCase() === `bearer ${secret}`.toLowerCase(),
})
