import { start } from './server.ts'

start()
