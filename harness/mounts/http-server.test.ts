import { Agent, request } from 'undici'
import { expect, it } from 'vitest'

import { startHttpServer } from './http-server.ts'
import { fakeCloud } from './testing/fake-cloud.ts'

const host = 'app-service.managed-identity.invalid'

async function setUp() {
  const server = await startHttpServer({ mock: fakeCloud([host]), origin: `http://${host}` })
  const agent = new Agent()
  return {
    server,
    agent,
    async [Symbol.asyncDispose]() {
      await agent.destroy()
      await server[Symbol.asyncDispose]()
    },
  }
}

it('answers for its origin, whatever the Host header says', async () => {
  await using world = await setUp()
  expect(world.server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const options = { dispatcher: world.agent, headers: { 'x-identity-header': 'x' }, method: 'POST', body: 'b' } as const
  const answer = await request(`${world.server.url}/msi/token/?resource=r`, options)
  expect(await answer.body.json()).toMatchObject({
    method: 'POST',
    url: `http://${host}/msi/token/?resource=r`,
    headers: { 'x-identity-header': 'x' },
    body: 'b',
  })
})

it('is gone at once when disposed, kept connections included', async () => {
  await using world = await setUp()
  await (await request(world.server.url, { dispatcher: world.agent })).body.dump()
  const started = performance.now()
  await world.server[Symbol.asyncDispose]()
  expect(performance.now() - started).toBeLessThan(500)
  await expect(request(world.server.url, { dispatcher: world.agent })).rejects.toThrow('ECONNREFUSED')
})
