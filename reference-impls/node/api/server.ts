import { serve } from '@hono/node-server'

import type { Environment } from '../config/env-file.ts'
import { createApi } from './api.ts'
import { ConfigError, loadConfig } from './config.ts'
import type { Config } from './config.ts'
import { answerUnreadableRequest } from './http/unreadable-request.ts'

/** How long requests under way may take after SIGTERM. */
const gracePeriodMs = 5000

function start(config: Config, create: typeof createApi): void {
  const api = create(config)
  const { host, port } = config
  const server = serve({ fetch: (request) => api.fetch(request), hostname: host, port }, (address) => {
    console.log(`listening on http://${host}:${address.port}`)
  })
  server.on('clientError', answerUnreadableRequest)
  server.on('error', (error: Error) => {
    console.error(`cannot listen on ${host}:${port}: ${error.message}`)
    process.exitCode = 1
    api.close()
  })
  const stop = () => {
    server.close(() => api.close())
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), gracePeriodMs).unref()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** What a start goes through, each to be replaced by itself. */
export interface Parts {
  readonly loadConfig: typeof loadConfig
  readonly createApi: typeof createApi
}

/** Reads the settings and listens; settings that are wrong are named, and the process ends. */
export async function run(environment: Environment, parts: Partial<Parts> = {}): Promise<void> {
  const { createApi: create, loadConfig: load } = { createApi, loadConfig, ...parts }
  try {
    start(await load(environment, { log: (message) => console.error(message) }), create)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    // At once: an SDK that still waits for a vault would keep the process for minutes.
    process.exit(78) // EX_CONFIG of sysexits.h
  }
}
