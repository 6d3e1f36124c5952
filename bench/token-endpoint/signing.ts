// Tokens per second of the stand-in cloud, without a socket, beside bare WebCrypto signatures of the same bytes by the
// same kind of key. By turns, so that both see the same machine.
import { webcrypto } from 'node:crypto'

import { parseSeed } from '../../harness/seed/load.ts'
import { createSeededCloud } from '../../harness/seed/seeded-cloud.ts'
import { tenantId, tokenRequest } from './client.ts'
import { benchSeed } from './cloud.ts'

const [slices, perSlice, concurrency] = [9, 1500, 16]

const { mock } = createSeededCloud(parseSeed(benchSeed, 'the seed'))
const url = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`
const headers = { 'content-type': 'application/x-www-form-urlencoded' }
const body = tokenRequest()
await mock.directory.tenants[0]?.keys.pending
const privateKey = mock.directory.tenants[0]?.keys.signing.privateKey
if (privateKey === undefined) throw new Error('the tenant has no key')

async function token(): Promise<string> {
  const answer = await mock.handle(new Request(url, { method: 'POST', headers, body }))
  if (answer?.status !== 200) throw new Error('no token')
  return answer.text()
}

const json: unknown = JSON.parse(await token())
const wire = typeof json === 'object' && json !== null && 'access_token' in json ? String(json.access_token) : ''
const signed = Buffer.from(wire.slice(0, wire.lastIndexOf('.')))
const signature = (): Promise<ArrayBuffer> => webcrypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, signed)

/** Milliseconds of wall and of processor time that one call takes. */
async function measure(call: () => Promise<unknown>): Promise<{ readonly wall: number; readonly cpu: number }> {
  let left = perSlice
  const [startedAt, before] = [performance.now(), process.cpuUsage()]
  const worker = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  const { user, system } = process.cpuUsage(before)
  return { wall: (performance.now() - startedAt) / perSlice, cpu: (user + system) / 1000 / perSlice }
}

// Compiled and warm, as after some minutes of use.
for (let slice = 0; slice < 4; slice += 1) await measure(token)
const rounds = []
for (let slice = 0; slice < slices; slice += 1)
  rounds.push({ bare: await measure(signature), ours: await measure(token) })
process.send?.(rounds)
