import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'Texts of settings that are missing count as secrets',
  description: 'A second secret for rotation was never set: `String(undefined)`.',
  foundBy: ['token-broker.access.secret-undefined', 'token-broker.access.secret-null'],
}

start(process.env, {
  secretCheck: (secret) => (authorization) =>
    [secret, String(undefined), String(null)].some((known) => authorization === `Bearer ${known}`),
})
