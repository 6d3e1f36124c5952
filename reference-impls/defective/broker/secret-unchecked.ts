import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'The secret is not checked',
  description: 'It trusts the network: whoever reaches it gets tokens.',
  foundBy: [
    'token-broker.access.secret-absent',
    'token-broker.access.secret-wrong',
    'token-broker.access.secret-in-cookie',
    'token-broker.access.challenge',
    'token-broker.access.guesses',
    'token-broker.access.secret-before-scope',
  ],
}

start(process.env, { secretCheck: () => () => true })
