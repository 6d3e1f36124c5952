import { start } from '../../node/agent-app/server.ts'
import { keptForGood } from './base/tokens.ts'

export const defect = {
  title: 'A token is taken from the cache however old it is',
  description: 'A map of tokens in which nothing says when they end.',
  foundBy: [
    'caches.tokens.later.identity-outage',
    'caches.tokens.identity.renewed-within-margin',
    'caches.tokens.identity.short-lived',
    'caches.tokens.identity.half-life.passed',
  ],
}

start(process.env, { tokens: (credential) => keptForGood(credential, (scope) => scope) })
