import { Hono } from 'hono'

import type { Parts } from '../parts.ts'
import type { WebEnv } from '../http/web-env.ts'

/** Healthy: it can read and write its sessions, and can prove to Entra ID who it is as far as it knows by itself. */
export function healthRoutes({ signIns, settings, now, log }: Parts) {
  const { credential } = settings
  return new Hono<WebEnv>().get('/health', async (c) => {
    const expired = credential.kind === 'certificate' && credential.notAfter <= now()
    try {
      await signIns.check()
    } catch {
      log('health: the session store does not answer')
      return c.json({ status: 'unhealthy', reason: 'session store' }, 503)
    }
    if (expired) return c.json({ status: 'unhealthy', reason: 'certificate' }, 503)
    return c.json({ status: 'healthy' })
  })
}
