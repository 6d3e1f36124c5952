import { expect, it } from 'vitest'

import type { ClientCase } from '../client-case.ts'
import { configSchema, kindOf } from '../config/schema.ts'
import { createKeySource } from '../key-source.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import { systemClock, systemRandom } from '../system.ts'
import { createCertificateFiles } from './certificates.ts'
import { ClientExecutor } from './executor.ts'
import { caseFacts } from './testing/case-facts.ts'

const item: ClientCase = {
  ...caseFacts,
  id: 'test.interruption.case',
  system: 'broker',
  isolation: 'fresh',
  steps: [{ do: 'visit', at: '/slow', expect: { status: 200 } }],
}

/** Answers nothing but its health. */
const program = `
  require('node:http').createServer((q, r) => { if (q.url === '/health') r.end() }).listen(process.env.PORT, '127.0.0.1')
`

it('an executor that is disposed starts nothing more, and what it started ends', async () => {
  await using certificates = await createCertificateFiles()
  const launch = { command: [process.execPath, '-e', program], ready: '/health' }
  const resources = {
    config: kindOf(configSchema.parse({ broker: { name: 'slow', launch } })),
    directory: import.meta.dirname,
    keys: createKeySource(),
    authority: await createCertificateAuthority(),
    certificates,
    clock: systemClock,
    random: systemRandom,
  }
  const executor = new ClientExecutor({ resources, firstWorld: 1, fixHints: () => [] })
  // More than go at once, so that some wait for their turn.
  const running = Promise.all(Array.from({ length: 12 }, () => executor.run(item)))
  await executor[Symbol.asyncDispose]()
  const codes = (await running).map(({ problem }) => problem?.code)
  expect(new Set(codes)).toEqual(new Set(['EXECUTOR_DISPOSED']))
})
