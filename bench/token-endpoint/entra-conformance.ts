import { startHttpServer } from '../../harness/mounts/http-server.ts'
import { parseSeed } from '../../harness/seed/load.ts'
import { createSeededCloud } from '../../harness/seed/seeded-cloud.ts'
import { portToServe, sayListening } from './client.ts'
import { benchSeed } from './cloud.ts'

const { mock } = createSeededCloud(parseSeed(benchSeed, 'the seed'))
await startHttpServer({ mock, origin: 'https://login.microsoftonline.com', port: portToServe() })
sayListening()
