import { createServer } from 'node:http'
import { get } from 'node:https'
import { text } from 'node:stream/consumers'

import { request } from 'undici'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'

import { ConnectionReset } from '../mock-azure/contract.ts'
import { mockAzureHandlers, startMsw } from './msw.ts'
import { listen } from './sockets.ts'
import { fakeCloud } from './testing/fake-cloud.ts'

const entra = 'login.microsoftonline.com'
const address = `https://${entra}/common/discovery/v2.0/keys`

async function fetchText(url: string): Promise<string> {
  return (await fetch(url)).text()
}

describe('startMsw', () => {
  it.each([
    ['fetch', fetchText],
    ['node:https', (url: string) => new Promise<string>((resolve) => get(url, (answer) => resolve(text(answer))))],
    ['undici', async (url: string) => (await request(url)).body.text()],
  ])('answers %s at the real host name', async (_name, ask) => {
    await using _mount = startMsw(fakeCloud([entra], ({ url }) => new Response(`asked ${url}`)))
    expect(await ask(address)).toBe(`asked ${address}`)
  })

  it('hands over method, headers and body', async () => {
    await using _mount = startMsw(fakeCloud([entra]))
    const answer = await fetch(address, { method: 'POST', body: 'grant_type=x', headers: { 'x-client-sku': 'test' } })
    const seen: unknown = await answer.json()
    expect(seen).toMatchObject({
      method: 'POST',
      url: address,
      body: 'grant_type=x',
      headers: { 'x-client-sku': 'test' },
    })
  })

  it('makes any other host a network error and records it, without query or headers', async () => {
    const cloud = fakeCloud([entra])
    await using _mount = startMsw(cloud)
    const headers = { authorization: 'Bearer secret' }
    await expect(fetch('https://graph.microsoft.com/v1.0/me?code=secret', { headers })).rejects.toThrow(TypeError)
    expect(cloud.ledger.entries()).toMatchObject([
      { method: 'GET', url: 'https://graph.microsoft.com/v1.0/me', host: 'graph.microsoft.com', refused: true },
    ])
    expect(JSON.stringify(cloud.ledger.entries())).not.toContain('secret')
  })

  it.each(['127.0.0.1', 'localhost'])('lets requests to %s pass to the network', async (host) => {
    const local = createServer((_incoming, outgoing) => outgoing.end('the real local server'))
    onTestFinished(() => void local.close())
    const port = await listen(local, 0, '127.0.0.1')
    const cloud = fakeCloud([entra])
    await using _mount = startMsw(cloud)
    expect(await fetchText(`http://${host}:${port}/`)).toBe('the real local server')
    expect(cloud.ledger.count()).toBe(0)
  })

  it('turns a scripted reset into a network error', async () => {
    const cloud = fakeCloud([entra], () => {
      throw new ConnectionReset()
    })
    await using _mount = startMsw(cloud)
    await expect(fetch(address)).rejects.toThrow(TypeError)
  })

  it('keeps clouds apart that are there at once, on kept connections and in parallel', async () => {
    await using first = startMsw(fakeCloud([entra], () => new Response('first')))
    await using second = startMsw(fakeCloud([entra], () => new Response('second')))
    const rounds = Array.from({ length: 10 }, () => [first, second, first]).flat()
    const oneByOne: string[] = []
    for (const mount of rounds) oneByOne.push(await mount.run(() => fetchText(address)))
    const atOnce = await Promise.all(rounds.map((mount) => mount.run(() => fetchText(address))))
    const expected = Array.from({ length: 10 }, () => ['first', 'second', 'first']).flat()
    expect(oneByOne).toEqual(expected)
    expect(atOnce).toEqual(expected)
    expect(await fetchText(address)).toBe('second')
  })

  it('follows what an action starts, as timers and servers', async () => {
    await using first = startMsw(fakeCloud([entra], () => new Response('first')))
    await using _second = startMsw(fakeCloud([entra], () => new Response('second')))
    const port = await first.run(async () => {
      const local = createServer((_incoming, outgoing) => {
        setTimeout(() => void fetchText(address).then((answer) => outgoing.end(answer)), 1)
      })
      onTestFinished(() => void local.close())
      return listen(local, 0, '127.0.0.1')
    })
    expect(await fetchText(`http://127.0.0.1:${port}/`)).toBe('first')
  })

  it('leaves the process alone once all are disposed', async () => {
    const asked: string[] = []
    const cloud = fakeCloud(['cloud.invalid'], ({ url }) => {
      asked.push(url)
      return new Response('from the cloud')
    })
    {
      await using _first = startMsw(cloud)
      await using _second = startMsw(cloud)
      expect(await fetchText('https://cloud.invalid/while')).toBe('from the cloud')
    }
    await expect(fetch('https://cloud.invalid/after')).rejects.toThrow(TypeError)
    expect(asked).toEqual(['https://cloud.invalid/while'])
  })
})

describe('mockAzureHandlers', () => {
  it("answers in a project's own MSW server, next to its handlers", async () => {
    const cloud = fakeCloud([entra], () => new Response('from the cloud'))
    const theirs = http.get('https://orders.example/', () => HttpResponse.text('from the project'))
    const server = setupServer(...mockAzureHandlers(cloud), theirs)
    server.listen({ onUnhandledFrame: 'error' })
    onTestFinished(() => server.close())
    expect(await fetchText(address)).toBe('from the cloud')
    expect(await fetchText('https://orders.example/')).toBe('from the project')
  })
})
