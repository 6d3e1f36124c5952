import { enableCompileCache } from 'node:module'

// Keeps compiled code between starts: the SDK is large. It must come before the imports.
enableCompileCache()

const { start } = await import('./server.ts')
start(process.env)
