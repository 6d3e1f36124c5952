import { createServer as createTlsServer } from 'node:https'

import { serve } from '@hono/node-server'

import { createBroker } from './broker.ts'
import type { Broker, Parts } from './broker.ts'
import { readSettings, SettingsError } from './settings.ts'
import type { Settings } from './settings.ts'

/** How long requests under way may take after SIGTERM. */
const gracePeriodMs = 5000

/** Runs the broker as a process. A wrong setting is named in one line and the process exits with 1. */
export function start(environment: Readonly<Record<string, string | undefined>>, parts: Partial<Parts> = {}): void {
  try {
    const settings = readSettings(environment)
    listen(settings, createBroker(settings, parts))
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** Serves a broker until SIGTERM. */
export function listen(settings: Settings, broker: Broker): void {
  const { host, port, tls } = settings
  const server = serve(
    {
      fetch: (request) => broker.fetch(request),
      hostname: host,
      port,
      ...(tls === undefined ? {} : { createServer: createTlsServer, serverOptions: tls }),
    },
    (address) => console.log(`listening on ${tls === undefined ? 'http' : 'https'}://${host}:${address.port}`),
  )
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
