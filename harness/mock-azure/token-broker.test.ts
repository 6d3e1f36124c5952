import { describe, expect, it } from 'vitest'

import { ConnectionReset } from './contract.ts'
import { testCloud } from './testing/cloud.ts'

const host = 'token-broker.contoso.example'
const url = `https://${host}/token?scope=a`

function cloud(
  answer: (request: Request, body: string) => Promise<Response> = () => Promise.resolve(Response.json({})),
) {
  return testCloud({ tokenBroker: { host, answer } })
}

describe('a token broker outside of the cloud', () => {
  it('is asked what its clients ask, and its answer is theirs', async () => {
    const mock = cloud(async ({ method, url: asked, headers }, body) =>
      Response.json({ method, asked, secret: headers.get('authorization'), body }, { status: 201 }),
    )
    expect(mock.answers(host)).toBe(true)
    const init = { method: 'POST', headers: { authorization: 'Bearer the-shared-secret' }, body: 'a=b' }
    const answer = await mock.handle(new Request(url, init))
    expect(answer?.status).toBe(201)
    expect(await answer?.json()).toEqual({
      method: 'POST',
      asked: url,
      secret: 'Bearer the-shared-secret',
      body: 'a=b',
    })
  })

  it('is in the ledger, without the secret', async () => {
    const mock = cloud()
    await mock.handle(new Request(url, { headers: { authorization: 'Bearer the-shared-secret' } }))
    const [entry] = mock.ledger.entries({ endpoint: 'token-broker' })
    expect(entry).toMatchObject({ url, status: 200 })
    expect(JSON.stringify(entry)).not.toContain('the-shared-secret')
  })

  it('is not asked where a fault stands in its way, and is gone where it does not answer', async () => {
    let asked = 0
    const mock = cloud(() => {
      asked += 1
      return Promise.reject(new ConnectionReset())
    })
    const remove = mock.faults.add({ endpoint: 'token-broker', action: { do: 'status', status: 503 } })
    expect((await mock.handle(new Request(url)))?.status).toBe(503)
    expect(asked).toBe(0)
    remove()
    await expect(mock.handle(new Request(url))).rejects.toBeInstanceOf(ConnectionReset)
    expect(mock.ledger.entries({ endpoint: 'token-broker' }).map(({ status }) => status)).toEqual([503, 0])
  })
})
