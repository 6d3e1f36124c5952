import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

import { ProxyAgent, request } from 'undici'
import { describe, expect, it } from 'vitest'

import { ConnectionReset } from '../mock-azure/contract.ts'
import { createCertificateAuthority } from './certificate-authority.ts'
import type { Cloud } from './contract.ts'
import { startForwardProxy } from './forward-proxy.ts'
import { fakeCloud } from './testing/fake-cloud.ts'

const entra = 'login.microsoftonline.com'

/** A proxy for the cloud, and a client pointed at it. */
async function setUp(mock: Cloud) {
  const authority = await createCertificateAuthority()
  const proxy = await startForwardProxy({ mock, authority })
  const agent = new ProxyAgent({ uri: proxy.url, requestTls: { ca: authority.certificatePem } })
  return {
    proxy,
    agent,
    async [Symbol.asyncDispose]() {
      await agent.destroy()
      await proxy[Symbol.asyncDispose]()
    },
  }
}

/** Sends bytes to the proxy and gives all that comes back. */
async function exchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  return text(socket)
}

describe('startForwardProxy', () => {
  it('answers https requests at the real host name, body and query included', async () => {
    await using world = await setUp(fakeCloud([entra]))
    const answer = await request(`https://${entra}/common/oauth2/v2.0/token?client-request-id=1`, {
      method: 'POST',
      body: 'grant_type=client_credentials',
      dispatcher: world.agent,
    })
    expect(await answer.body.json()).toMatchObject({
      method: 'POST',
      url: `https://${entra}/common/oauth2/v2.0/token?client-request-id=1`,
      body: 'grant_type=client_credentials',
    })
  })

  it('keeps the connection and its tunnel for the next request', async () => {
    await using world = await setUp(fakeCloud([entra]))
    for (const path of ['/a', '/b', '/c']) {
      const answer = await request(`https://${entra}${path}`, { dispatcher: world.agent })
      expect(answer.statusCode).toBe(200)
      await answer.body.dump()
      expect(answer.headers['connection']).toBe('keep-alive')
    }
  })

  it('shows certificates of another authority once it is told to, also to who had a connection', async () => {
    await using world = await setUp(fakeCloud([entra]))
    const ask = async (dispatcher: ProxyAgent) => {
      const { statusCode, body } = await request(`https://${entra}/a`, { dispatcher })
      await body.dump()
      return statusCode
    }
    expect(await ask(world.agent)).toBe(200)
    const other = await createCertificateAuthority()
    world.proxy.present(other)
    await expect(ask(world.agent)).rejects.toThrow()
    await expect(ask(world.agent)).rejects.toThrow(/certificate/)
    const trusting = new ProxyAgent({ uri: world.proxy.url, requestTls: { ca: other.certificatePem } })
    expect(await ask(trusting)).toBe(200)
    await trusting.destroy()
  })

  it('takes the host from the tunnel, not from the Host header', async () => {
    await using world = await setUp(fakeCloud([entra]))
    const answer = await request(`https://${entra}/`, { headers: { host: 'evil.example' }, dispatcher: world.agent })
    expect(await answer.body.json()).toMatchObject({ url: `https://${entra}/` })
  })

  it('answers plain requests in absolute form, as for the metadata service', async () => {
    await using world = await setUp(fakeCloud(['169.254.169.254']))
    const sent =
      'GET http://169.254.169.254/metadata/identity?x=1 HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n'
    expect(await exchange(world.proxy.url, sent)).toContain('"url":"http://169.254.169.254/metadata/identity?x=1"')
  })

  it('answers plain requests inside a tunnel', async () => {
    await using world = await setUp(fakeCloud(['169.254.169.254']))
    const tunnel = 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: 169.254.169.254:80\r\n\r\n'
    const inner = 'GET /metadata HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n'
    expect(await exchange(world.proxy.url, tunnel + inner)).toContain('"url":"http://169.254.169.254/metadata"')
  })

  it('refuses a tunnel to any other host and records it', async () => {
    const cloud = fakeCloud([entra])
    await using world = await setUp(cloud)
    await expect(request('https://graph.microsoft.com/v1.0/me', { dispatcher: world.agent })).rejects.toThrow('403')
    expect(cloud.ledger.entries({ refused: true })).toMatchObject([
      { method: 'CONNECT', host: 'graph.microsoft.com', status: 403 },
    ])
  })

  it('refuses plain requests to any other host, and records neither query nor credentials', async () => {
    const cloud = fakeCloud([entra])
    await using world = await setUp(cloud)
    const sent =
      'GET http://real.example/a?code=secret HTTP/1.1\r\nHost: real.example\r\nAuthorization: Bearer secret\r\nConnection: close\r\n\r\n'
    expect(await exchange(world.proxy.url, sent)).toMatch(/^HTTP\/1.1 403 [^]*real\.example is not a host/)
    expect(cloud.ledger.entries()).toMatchObject([{ url: 'http://real.example/a', refused: true }])
    expect(JSON.stringify(cloud.ledger.entries())).not.toContain('secret')
  })

  it('says what it is when a request is not for a proxy', async () => {
    await using world = await setUp(fakeCloud([entra]))
    expect(await exchange(world.proxy.url, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 /,
    )
  })

  it('resets the connection when a fault asks for it, and serves the next request', async () => {
    let calls = 0
    const cloud = fakeCloud([entra], () => {
      calls += 1
      if (calls === 1) throw new ConnectionReset()
      return new Response('whole')
    })
    await using world = await setUp(cloud)
    await expect(request(`https://${entra}/`, { dispatcher: world.agent })).rejects.toThrow(
      /ECONNRESET|other side closed/,
    )
    const next = await request(`https://${entra}/`, { dispatcher: world.agent })
    expect(await next.body.text()).toBe('whole')
  })

  it('cuts an answer that is shorter than it declares', async () => {
    const cloud = fakeCloud([entra], () => new Response('{"ke', { headers: { 'content-length': '400' } }))
    await using world = await setUp(cloud)
    const answer = await request(`https://${entra}/`, { dispatcher: world.agent })
    await expect(answer.body.text()).rejects.toThrow(/other side closed|ECONNRESET|terminated/)
  })

  it('answers 500 when the cloud fails, without ending the process', async () => {
    await using world = await setUp(fakeCloud([entra], () => Promise.reject(new Error('broken on purpose'))))
    const answer = await request(`https://${entra}/`, { dispatcher: world.agent })
    expect(answer.statusCode).toBe(500)
    expect(await answer.body.text()).toContain('broken on purpose')
  })

  it('does not mix clouds that run side by side', async () => {
    const names = ['first', 'second', 'third']
    await using stack = new AsyncDisposableStack()
    const worlds = await Promise.all(
      names.map(async (name) => stack.use(await setUp(fakeCloud([entra], () => new Response(name))))),
    )
    const rounds = Array.from({ length: 20 }, () => worlds).flat()
    const answers = await Promise.all(
      rounds.map(async ({ agent }) => (await request(`https://${entra}/`, { dispatcher: agent })).body.text()),
    )
    expect(answers).toEqual(Array.from({ length: 20 }, () => names).flat())
  })

  it('is gone at once when disposed, idle and busy connections included', async () => {
    const inFlight = Promise.withResolvers<void>()
    const cloud = fakeCloud([entra], () => {
      inFlight.resolve()
      return new Promise<Response>(() => {})
    })
    await using world = await setUp(cloud)
    const outcome = request(`https://${entra}/`, { dispatcher: world.agent }).then(
      () => 'answered',
      () => 'cut',
    )
    await inFlight.promise
    const started = performance.now()
    await world.proxy[Symbol.asyncDispose]()
    expect(performance.now() - started).toBeLessThan(500)
    expect(await outcome).toBe('cut')
    await expect(exchange(world.proxy.url, 'GET / HTTP/1.1\r\n\r\n')).rejects.toThrow('ECONNREFUSED')
  })
})
