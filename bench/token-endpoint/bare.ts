// What Node itself takes: a server that answers with one line.
import { createServer } from 'node:http'

import { portToServe, sayListening } from './client.ts'

createServer((_, answer) => answer.end('{}')).listen(portToServe(), '127.0.0.1', sayListening)
