import { serve } from '@hono/node-server'

import { createApi } from './api.ts'
import { ConfigError, readConfig } from './config.ts'

try {
  const config = readConfig(process.env)
  const api = createApi(config)
  const server = serve(
    { fetch: (request) => api.fetch(request), hostname: config.host, port: config.port },
    (address) => {
      console.log(`listening on http://${config.host}:${address.port}`)
    },
  )
  const stop = () => {
    // Requests under way are answered; idle connections are closed.
    server.close(() => api.close())
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exitCode = 78 // EX_CONFIG of sysexits.h
}
