import { expect, test } from 'vitest'

import { configSchema, kindOf } from '../config/schema.ts'
import { createHeldClock } from '../held-clock.ts'
import { createKeySource } from '../key-source.ts'
import { systemRandom } from '../system.ts'
import { createCertificateFiles } from './certificates.ts'
import { createClientCloud } from './cloud.ts'
import { applyToCloud } from './platform.ts'

const launch = { command: ['true'], ready: '/health' }
const credentials = { secret: { env: { CLIENT_SECRET: '${clientSecret}' } } }

test('a fault may name a variable, and a date some seconds from now on the cloud’s clock', async () => {
  await using certificates = await createCertificateFiles()
  const config = kindOf(configSchema.parse({ webApp: { launch, credentials } }))
  const clock = createHeldClock(Date.UTC(2031, 0, 1))
  const resources = { config, directory: '/', keys: createKeySource(), clock, random: systemRandom, certificates }
  const cloud = await createClientCloud(resources, 1, {}, 4000)
  const headers = { 'retry-after': '${httpDate+90}', 'x-tenant': '${tenantId}', 'x-other': '${unheard}' }
  await applyToCloud({ do: 'fault', endpoint: 'entra.token', action: { do: 'status', status: 429, headers } }, cloud)
  expect(cloud.mock.faults.rules).toMatchObject([
    {
      endpoint: 'entra.token',
      action: {
        headers: {
          'retry-after': 'Wed, 01 Jan 2031 00:01:30 GMT',
          'x-tenant': cloud.variables.tenantId,
          'x-other': '${unheard}',
        },
      },
    },
  ])
})
