import { expect, it } from 'vitest'

import { startByteServer } from './testing/byte-server.ts'
import { openUrlTarget } from './url-target.ts'

it('sends to an address that somebody else serves, over either transport', async () => {
  await using server = await startByteServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'))
  await using target = openUrlTarget(`${server.origin}/ignored`)
  expect(target).toMatchObject({ kind: 'url', baseUrl: server.origin, acceptsRaw: true })
  for (const transport of ['http', 'raw'] as const) {
    const answer = await target.send({ method: 'GET', path: '/a', headers: [], transport }, { timeoutMs: 5000 })
    expect(answer).toMatchObject({ kind: 'response', response: { status: 200, body: 'hi' } })
  }
})
