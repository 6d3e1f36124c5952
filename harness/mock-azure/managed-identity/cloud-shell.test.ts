import { describe, expect, it } from 'vitest'

import { ask, askJson, form } from '../testing/cloud.ts'
import { systemIdentity } from '../testing/workload.ts'
import { localTokenServices } from './hosts.ts'
import { cloud } from './testing/source.ts'

describe('Cloud Shell', () => {
  const metadata = { Metadata: 'true' }

  it('takes the resource from the body', async () => {
    const init = form({ resource: 'https://vault.azure.net' }, metadata)
    expect(await askJson(cloud(systemIdentity).mock, localTokenServices['cloud-shell'], init)).toMatchObject({
      expires_in: '86399',
      resource: 'https://vault.azure.net',
    })
  })

  it.each<[string, RequestInit, string]>([
    ['the Metadata header', form({ resource: 'https://vault.azure.net' }), 'bad_request_102'],
    ['a resource', form({}, metadata), 'invalid_request'],
    ['a known resource', form({ resource: 'https://nowhere.example' }, metadata), 'AudienceNotSupported'],
  ])('asks for %s', async (_, init, code) => {
    const answer = await ask(cloud(systemIdentity).mock, localTokenServices['cloud-shell'], init)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code } })
  })

  it('takes no GET, and has nothing without an identity', async () => {
    expect((await ask(cloud(systemIdentity).mock, localTokenServices['cloud-shell'])).status).toBe(405)
    const init = form({ resource: 'https://vault.azure.net' }, metadata)
    expect((await ask(cloud().mock, localTokenServices['cloud-shell'], init)).status).toBe(400)
  })
})
