import { start } from '../../node/agent-app/server.ts'
import { uncached } from './base/tokens.ts'

export const defect = {
  title: 'A source is given three hundred milliseconds',
  description: 'Every now and then a source takes a second, and then the application has no identity.',
  foundBy: ['credentials.managed-identity.source-slow'],
}

const patienceMs = 300

start(process.env, {
  tokens: (credential) => (scope) =>
    Promise.race([
      uncached(credential)(scope),
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('too slow')), patienceMs)),
    ]),
})
