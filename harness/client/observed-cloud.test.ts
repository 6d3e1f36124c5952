import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'

import { z } from 'zod'

import { configSchema, kindOf } from '../config/schema.ts'
import { createKeySource } from '../key-source.ts'
import { systemClock, systemRandom } from '../system.ts'
import { createCertificateFiles } from './certificates.ts'
import { type ClientCloud, createClientCloud } from './cloud.ts'
import { applyToCloud, saveCloud } from './platform.ts'

const keys = createKeySource()
const answerSchema = z.looseObject({
  access_token: z.string(),
  expires_in: z.number(),
  refresh_in: z.number().optional(),
})
let cloud: ClientCloud

beforeAll(async () => {
  const config = kindOf(
    configSchema.parse({ webApp: { launch: 'run it', credentials: { secret: { env: {} }, federated: { env: {} } } } }),
  )
  await using certificates = await createCertificateFiles()
  const resources = { config, directory: '/', keys, clock: systemClock, random: systemRandom, certificates }
  cloud = await createClientCloud(resources, 1, {}, 4000)
})

/** Asks for a token as the web app, with its secret. */
async function ask(secret = cloud.variables.clientSecret): Promise<Response> {
  const { authority, webAppClientId: clientId, apiAppIdUri } = cloud.variables
  const form = {
    client_id: clientId,
    client_secret: secret,
    grant_type: 'client_credentials',
    scope: `${apiAppIdUri}/.default`,
  }
  const request = new Request(`${authority}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
  const answer = await cloud.mock.handle(request)
  if (answer === undefined) throw new Error('the cloud does not answer')
  return answer
}

async function token(): Promise<z.infer<typeof answerSchema>> {
  return answerSchema.parse(await (await ask()).json())
}

describe('an observed cloud', () => {
  it('remembers the tokens it gave, and where it was asked, in full', async () => {
    const { access_token: given } = await token()
    expect(cloud.mock.credentials).toContainEqual({ kind: 'access token', value: given })
    expect(cloud.mock.urls.at(-1)).toBe(`${cloud.variables.authority}/oauth2/v2.0/token`)
    expect(JSON.stringify(cloud.mock.ledger.entries())).not.toContain(given)
  })

  it('changes what tokens say, and signs them again with the tenant’s key unless it is told otherwise', async () => {
    const restore = saveCloud(cloud)
    const set = { op: 'set', part: 'claims', values: { tid: '${otherTenantId}', exp: { $now: -10 } } } as const
    await applyToCloud({ do: 'tamper', token: 'access_token', mutations: [set], times: 1 }, cloud)
    const { access_token: changed } = await token()
    expect(decodeJwt(changed)).toMatchObject({
      tid: cloud.variables.otherTenantId,
      azp: cloud.variables.webAppClientId,
    })
    const key = await crypto.subtle.importKey(
      'spki',
      cloud.key('tenant').spki,
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      false,
      ['verify'],
    )
    await expect(jwtVerify(changed, key)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' })
    expect(decodeJwt((await token()).access_token)['tid']).toBe(cloud.variables.tenantId)

    const unsigned = { op: 'unsigned', alg: 'none', signature: 'empty' } as const
    await applyToCloud({ do: 'tamper', token: 'access_token', mutations: [unsigned] }, cloud)
    expect(decodeProtectedHeader((await token()).access_token).alg).toBe('none')
    restore()
    expect(decodeProtectedHeader((await token()).access_token).alg).toBe('RS256')
  })

  it('says other lifetimes, and the genuine ones again', async () => {
    await applyToCloud({ do: 'token-lifetime', expiresIn: 60, refreshIn: 30 }, cloud)
    expect(await token()).toMatchObject({ expires_in: 60, ext_expires_in: 60, refresh_in: 30 })
    await applyToCloud({ do: 'token-lifetime', expiresIn: null, refreshIn: null }, cloud)
    const { expires_in: genuine, refresh_in: refreshIn } = await token()
    expect(genuine).toBeGreaterThan(3000)
    expect(refreshIn).toBeUndefined()
  })

  it('changes what is registered, and puts everything back', async () => {
    const restore = saveCloud(cloud)
    await applyToCloud({ do: 'registration', secret: 'expired' }, cloud)
    expect((await ask()).status).toBe(401)
    await applyToCloud({ do: 'registration', secret: 'right' }, cloud)
    expect((await ask()).status).toBe(200)
    await applyToCloud({ do: 'registration', secret: 'none' }, cloud)
    await applyToCloud({ do: 'fault', endpoint: 'entra.token', action: { do: 'status', status: 503 } }, cloud)
    expect((await ask()).status).toBe(503)
    restore()
    expect((await ask()).status).toBe(200)
    expect((await ask('another secret')).status).toBe(401)
  })
})
