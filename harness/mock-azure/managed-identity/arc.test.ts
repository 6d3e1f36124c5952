import { describe, expect, it } from 'vitest'

import { ask, askJson, testCloud } from '../testing/cloud.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../testing/workload.ts'
import { localTokenServices } from './hosts.ts'
import { cloud, subject, url } from './testing/source.ts'

describe('Arc', () => {
  const metadata = { Metadata: 'true' }
  const query = { 'api-version': '2020-06-01', resource: 'https://vault.azure.net' }

  it('gives the token to who read the key file it named', async () => {
    const { mock, files } = cloud(systemIdentity)
    const challenge = await ask(mock, url('arc', query), { headers: metadata })
    expect(challenge.status).toBe(401)
    const path = /^Basic realm=(\/var\/opt\/azcmagent\/tokens\/[\w-]+\.key)$/.exec(
      challenge.headers.get('www-authenticate') ?? '',
    )?.[1]
    const headers = { ...metadata, Authorization: `Basic ${files.get(path ?? '') ?? ''}` }
    expect(subject(await askJson(mock, url('arc', query), { headers }))).toBe(systemIdentity.principalId)
  })

  it('challenges again whoever guesses, each time with a file of its own', async () => {
    const { mock, files } = cloud(systemIdentity)
    for (const Authorization of ['Basic guess', 'Basic ', 'Bearer x']) {
      const answer = await ask(mock, url('arc', query), { headers: { ...metadata, Authorization } })
      expect(answer.status).toBe(401)
    }
    expect(files.size).toBe(3)
  })

  it('goes back to the keys of a snapshot', async () => {
    const { mock, files } = cloud(systemIdentity)
    const status = async (key = ''): Promise<number> =>
      (await ask(mock, url('arc', query), { headers: { ...metadata, Authorization: `Basic ${key}` } })).status
    await status()
    const restore = mock.save()
    await status()
    const [early, late] = files.values()
    expect([await status(early), await status(late)]).toEqual([200, 200])
    restore()
    expect([await status(early), await status(late)]).toEqual([200, 401])
  })

  it('names the identity that the caller chose', async () => {
    const { mock, files } = cloud(systemIdentity, userIdentity)
    await ask(mock, url('arc', query), { headers: metadata })
    const [key] = files.values()
    const init = { headers: { ...metadata, Authorization: `Basic ${key ?? ''}` } }
    const chosen = url('arc', { ...query, client_id: userIdentity.clientId })
    expect(await askJson(mock, chosen, init)).toMatchObject({ client_id: userIdentity.clientId })
    expect(await askJson(mock, url('arc', query), init)).not.toHaveProperty('client_id')
    const unknown = url('arc', { ...query, client_id: otherUserIdentity.clientId })
    expect(await askJson(mock, unknown, init)).toMatchObject({ error_description: 'Identity not found' })
  })

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['without the Metadata header', query, {}],
    ['of another version', { ...query, 'api-version': '2018-02-01' }, metadata],
    ['without a resource', { 'api-version': '2020-06-01' }, metadata],
  ])('refuses a request %s before it challenges', async (_, parameters, headers) => {
    expect((await ask(cloud(systemIdentity).mock, url('arc', parameters), { headers })).status).toBe(400)
  })

  it('is not there where no agent runs', () => {
    expect(testCloud().answers(new URL(localTokenServices.arc).hostname)).toBe(false)
    expect(cloud().mock.answers(new URL(localTokenServices.arc).hostname)).toBe(true)
  })
})
