import { serve } from '@hono/node-server'

import { createApi } from './api.ts'
import { ConfigError, readConfig } from './config.ts'
import type { Config } from './config.ts'
import { answerUnreadableRequest } from './http/unreadable-request.ts'

/** How long requests under way may take after SIGTERM. */
const gracePeriodMs = 5000

function start(config: Config): void {
  const api = createApi(config)
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

try {
  start(readConfig(process.env))
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exitCode = 78 // EX_CONFIG of sysexits.h
}
