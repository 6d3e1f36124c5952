import { serve } from '@hono/node-server'

import { createAgent } from './agent.ts'
import type { Agent, Parts } from './agent.ts'
import { readSettings, SettingsError } from './settings.ts'
import type { Settings } from './settings.ts'

/** How long requests under way may take after SIGTERM. */
const gracePeriodMs = 5000

/** Runs the app as a process. A wrong setting is named in one line and the process exits with 1. */
export function start(environment: Readonly<Record<string, string | undefined>>, parts: Partial<Parts> = {}): void {
  try {
    const settings = readSettings(environment)
    listen(settings, createAgent(settings, parts))
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** Serves an app until SIGTERM. */
export function listen(settings: Settings, agent: Agent): void {
  const { host, port, mode } = settings
  const server = serve({ fetch: (request) => agent.fetch(request), hostname: host, port }, (address) => {
    console.log(`listening on http://${host}:${address.port}${mode === 'demo' ? ' in demo mode' : ''}`)
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
