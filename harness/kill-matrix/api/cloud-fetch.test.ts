import { beforeAll, beforeEach, expect, test } from 'vitest'
import { ConnectionReset, type LedgerEntry } from '../../mock-azure/contract.ts'
import { createLedger } from '../../mock-azure/ledger.ts'
import type { Cloud } from '../../mounts/contract.ts'
import { systemClock } from '../../system.ts'
import { divertFetch, within } from './cloud-fetch.ts'

/** Answers at `cloud.example` as the path says. */
function exampleCloud(name: string): Cloud {
  return {
    answers: (host) => host === 'cloud.example',
    ledger: createLedger(systemClock),
    async handle(request) {
      const url = new URL(request.url)
      if (url.host !== 'cloud.example') return undefined
      if (url.pathname === '/reset') throw new ConnectionReset()
      if (url.pathname === '/slow') return await new Promise<never>(() => {})
      if (url.pathname === '/moved') return new Response(null, { status: 302, headers: { location: '/here' } })
      return Response.json({ name, path: url.pathname })
    },
  }
}

async function ask(): Promise<unknown> {
  return (await fetch('https://cloud.example/keys')).json()
}

let cloud: Cloud

beforeAll(() => divertFetch())
beforeEach(() => {
  cloud = exampleCloud('first')
})

test('goes to the cloud of its own context, side by side', async () => {
  const other = exampleCloud('second')
  const answers = await Promise.all([within(cloud, ask), within(other, ask)])
  expect(answers).toEqual([
    { name: 'first', path: '/keys' },
    { name: 'second', path: '/keys' },
  ])
})

test('follows a redirect, or takes it for an error where the caller says so', async () => {
  const followed = await within(cloud, () => fetch('https://cloud.example/moved'))
  expect(await followed.json()).toEqual({ name: 'first', path: '/here' })
  await expect(within(cloud, () => fetch('https://cloud.example/moved', { redirect: 'error' }))).rejects.toThrow(
    TypeError,
  )
})

test('fails as a network does: a reset connection, an aborted request', async () => {
  await expect(within(cloud, () => fetch('https://cloud.example/reset'))).rejects.toThrow('fetch failed')
  const signal = AbortSignal.timeout(10)
  await expect(within(cloud, () => fetch('https://cloud.example/slow', { signal }))).rejects.toThrow('timeout')
})

test('refuses and records a host that the cloud does not play', async () => {
  await expect(within(cloud, () => fetch('https://elsewhere.example/keys?secret=1'))).rejects.toThrow('fetch failed')
  const entries: readonly LedgerEntry[] = cloud.ledger.entries({ refused: true })
  expect(entries.map(({ host, url }) => [host, url])).toEqual([['elsewhere.example', 'https://elsewhere.example/keys']])
})

test('leaves a data URL what it is', async () => {
  expect(await within(cloud, async () => (await fetch('data:,text')).text())).toBe('text')
})
