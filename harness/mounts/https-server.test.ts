import { Agent, request } from 'undici'
import { describe, expect, it } from 'vitest'

import { createCertificateAuthority } from './certificate-authority.ts'
import type { Cloud } from './contract.ts'
import { startHttpsServer } from './https-server.ts'
import { fakeCloud } from './testing/fake-cloud.ts'

const entra = 'login.microsoftonline.com'

/** A server, and a client that finds it under every name, as a host alias would have it. */
async function setUp(mock: Cloud) {
  const authority = await createCertificateAuthority()
  const server = await startHttpsServer({ mock, authority })
  const { port } = new URL(server.url)
  const agent = new Agent({
    connect: {
      ca: authority.certificatePem,
      lookup: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    },
  })
  return {
    server,
    ask: (host: string) => request(`https://${host}:${port}/a?b=c`, { dispatcher: agent }),
    async [Symbol.asyncDispose]() {
      await agent.destroy()
      await server[Symbol.asyncDispose]()
    },
  }
}

describe('startHttpsServer', () => {
  it('shows each name its own certificate and answers for it', async () => {
    const hosts = [entra, 'login.windows.net']
    await using world = await setUp(fakeCloud(hosts, ({ url }) => new Response(new URL(url).hostname)))
    for (const host of hosts) {
      const answer = await world.ask(host)
      expect(await answer.body.text()).toBe(host)
    }
  })

  it("answers 421 for a host that is not the cloud's", async () => {
    await using world = await setUp(fakeCloud([entra]))
    const answer = await world.ask('graph.microsoft.com')
    expect(answer.statusCode).toBe(421)
    await answer.body.dump()
  })

  it('is gone at once when disposed, kept connections included', async () => {
    await using world = await setUp(fakeCloud([entra]))
    await (await world.ask(entra)).body.dump()
    const started = performance.now()
    await world.server[Symbol.asyncDispose]()
    expect(performance.now() - started).toBeLessThan(500)
    await expect(world.ask(entra)).rejects.toThrow('ECONNREFUSED')
  })
})
