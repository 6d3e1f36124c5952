import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'Any token counts as the secret',
  description: 'Callers with tokens of their own were to be let in; nobody validates those.',
  foundBy: ['token-broker.access.secret-is-no-token'],
}

start(process.env, {
  secretCheck: (secret) => (authorization) =>
    authorization === `Bearer ${secret}` || authorization?.startsWith('Bearer eyJ') === true,
})
