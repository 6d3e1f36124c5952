import { start } from '../../../node/token-broker/server.ts'

export const defect = {
  title: 'The scheme counts in small letters alone',
  description: '`bearer`, as one client writes it; all others are refused.',
  foundBy: ['token-broker.access.secret-right', 'token-broker.access.answer-expiry'],
}

start(process.env, { secretCheck: (secret) => (authorization) => authorization === `bearer ${secret}` })
