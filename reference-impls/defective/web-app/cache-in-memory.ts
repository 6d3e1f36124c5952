import { createEntraClient } from '../../node/web-app/src/entra/client.ts'
import { createCredential } from '../../node/web-app/src/entra/credential.ts'
import { openSessions } from '../../node/web-app/src/sessions.ts'
import { openMemoryStore } from '../../node/web-app/src/store.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Sessions outlive a restart, tokens do not',
  description: 'The store of sessions is a file, the token cache is what MSAL has by itself: memory.',
  foundBy: ['caches.tokens.restart.persistent', 'caches.tokens.restart.persistent-renewal'],
}

startWith(({ settings }, [sessionStore]) => {
  const tokens = openMemoryStore()
  const { credential, sessionLifetimeSeconds: lifetimeSeconds } = settings
  return {
    entra: createEntraClient({ settings, credential: createCredential(credential), tokens, now: Date.now }),
    sessions: openSessions({ sessions: sessionStore ?? tokens, tokens, lifetimeSeconds, now: Date.now }),
  }
})
