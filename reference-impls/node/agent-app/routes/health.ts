import type { Handler } from 'hono'

import type { Health } from '../services/watched.ts'
import type { Settings } from '../settings.ts'

/**
 * How the last call of each service went. The status is 200 as long as the app answers: to restart it for a missing role
 * would help nobody.
 */
export function healthRoute(mode: Settings['mode'], health: Health): Handler {
  return (c) => {
    const good = Object.values(health).every((condition) => condition === 'ok' || condition === 'not tried')
    return c.json({ status: good ? 'healthy' : 'degraded', mode, services: health })
  }
}
