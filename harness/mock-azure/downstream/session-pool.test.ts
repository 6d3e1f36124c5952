import { describe, expect, it } from 'vitest'

import { tokenFor } from '../key-vault/testing/vault.ts'
import { ask, contosoId } from '../testing/cloud.ts'
import { resourceGroup, subscription } from '../testing/workload.ts'
import { cloud, poolHost, poolId, post, principalId, sessionPool } from './testing/services.ts'

describe('a session pool', () => {
  const resource = 'https://dynamicsessions.io'
  const role = 'Azure ContainerApps Session Executor'
  const management = `https://westeurope.dynamicsessions.io${resourceGroup}/sessionPools/pool`
  const newer = `${management}/executions?api-version=2025-10-02-preview&identifier=user-1`
  const older = `${management}/code/execute?api-version=2024-02-02-preview&identifier=user-1`
  const own = `https://${poolHost}/execute?identifier=user-1`
  const run = { code: 'print(1)', codeInputType: 'Inline', executionType: 'Synchronous' }

  it.each([newer, own])('executes at %s', async (url) => {
    const mock = cloud(role, poolId)
    const answer = await ask(mock, url, post(run, await tokenFor(mock, resource)))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      identifier: 'user-1',
      status: 'Succeeded',
      result: { stdout: 'print(1)', stderr: '' },
    })
    expect(mock.ledger.count({ endpoint: 'session-pool.execute', tenantId: contosoId })).toBe(1)
  })

  it('executes as the first API version did', async () => {
    const mock = cloud(role)
    const body = { properties: { codeInputType: 'inline', executionType: 'synchronous', code: 'print(1)' } }
    const answer = await ask(mock, older, post(body, await tokenFor(mock, resource)))
    expect(await answer.json()).toMatchObject({ properties: { status: 'Success', stdout: 'print(1)' } })
  })

  it.each([newer, own])('refuses at %s what it should', async (url) => {
    const mock = cloud(role)
    const token = await tokenFor(mock, resource)
    const wrong = await tokenFor(mock, 'https://cognitiveservices.azure.com')
    const statuses = async (...requests: [string, RequestInit][]) =>
      Promise.all(requests.map(async ([address, init]) => (await ask(mock, address, init)).status))
    expect(
      await statuses(
        [url, post(run)],
        [url, post(run, wrong)],
        [url.replace('identifier=user-1', ''), post(run, token)],
        [url, post({}, token)],
      ),
    ).toEqual([401, 401, 400, 400])
    mock.roleAssignments.remove({ principalId, role, scope: subscription })
    expect(await statuses([url, post(run, token)])).toEqual([403])
  })

  it('is found by its whole ID and region', async () => {
    const mock = cloud(role)
    const token = await tokenFor(mock, resource)
    expect((await ask(mock, newer.replace('/pool/', '/other/'), post(run, token))).status).toBe(404)
    expect(mock.answers('northeurope.dynamicsessions.io')).toBe(false)
    const elsewhere = { ...sessionPool, region: 'northeurope', resourceId: `${resourceGroup}/x/other` }
    const two = cloud(role, poolId, { downstream: [sessionPool, elsewhere] })
    const moved = newer.replace('westeurope', 'northeurope')
    expect((await ask(two, newer, post(run, token))).status).toBe(200)
    expect((await ask(two, moved, post(run, token))).status).toBe(404)
  })
})
