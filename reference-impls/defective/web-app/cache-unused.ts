import { startWith } from './base/start.ts'

export const defect = {
  title: 'Each call of the API asks for a new token',
  description: '`forceRefresh: true`, left over from the hunt for a bug.',
  foundBy: [
    'caches.tokens.user.reused',
    'caches.tokens.user.reused-at-once',
    'caches.tokens.user.reused-until-margin',
    'caches.tokens.user.renewed-for-each',
    'caches.tokens.user.refresh-in.not-yet',
    'caches.tokens.restart.persistent',
    'caches.tokens.isolation.signed-out-others',
  ],
}

startWith(({ entra }) => ({
  entra: { ...entra, accessToken: (renewal) => entra.accessToken({ ...renewal, force: true }) },
}))
