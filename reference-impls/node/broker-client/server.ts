import { serve } from '@hono/node-server'

import { createFrontEnd } from './front-end.ts'
import type { Parts } from './front-end.ts'
import { readSettings, SettingsError } from './settings.ts'
import type { Settings } from './settings.ts'

/** How long requests under way may take after SIGTERM. */
const gracePeriodMs = 5000

/** Runs the front end as a process. A wrong setting is named in one line and the process exits with 1. */
export function start(environment: Readonly<Record<string, string | undefined>>, parts: Partial<Parts> = {}): void {
  try {
    listen(readSettings(environment), parts)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

function listen(settings: Settings, parts: Partial<Parts>): void {
  const frontEnd = createFrontEnd(settings, parts)
  const { host, port } = settings
  const server = serve({ fetch: (request) => frontEnd.fetch(request), hostname: host, port }, (address) => {
    console.log(`listening on http://${host}:${address.port}`)
  })
  server.on('error', (error: Error) => {
    console.error(`cannot listen on ${host}:${port}: ${error.message}`)
    process.exitCode = 1
  })
  const stop = () => {
    // What still waits for Azure serves nobody any more.
    server.close(() => process.exit())
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), gracePeriodMs).unref()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
