import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'The secret is looked for anywhere in the header',
  description: '`includes`: neither the scheme nor what stands around it counts.',
  foundBy: [
    'token-broker.access.secret-twice',
    'token-broker.access.secret-other-scheme',
    'token-broker.access.secret-no-scheme',
  ],
}

start(process.env, { secretCheck: (secret) => (authorization) => authorization?.includes(secret) === true })
