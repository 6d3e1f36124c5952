import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { apiId, apiUri, contosoId, daemonSecret } from '../mock-azure/testing/cloud.ts'
import {
  apiScope,
  firstUser,
  nativeId,
  otherApiId,
  signInTokens,
  webAppId,
  webAppSecret,
  webRedirect,
} from '../mock-azure/testing/entra.ts'
import { certificate, provenClaims, provingCloud, writeProofs } from './client-proofs.ts'
import { witness, witnessing } from './witness.ts'

const thingsScope = `api://${otherApiId}/Things.Read`

let proofs: Awaited<ReturnType<typeof writeProofs>>
beforeAll(async () => {
  proofs = await writeProofs()
})
afterAll(() => proofs[Symbol.asyncDispose]())

const user = { TENANT_ID: contosoId, CLIENT_ID: webAppId, CLIENT_SECRET: webAppSecret, REDIRECT_URI: webRedirect }
const text = z.string()
const fromCache = z.tuple([z.boolean(), text])
const ok = z.object({ ok: text }).transform(({ ok: token }) => decodeJwt(token))

describe('msal-node', witnessing, () => {
  const printed = z.object({
    account: z.looseObject({ homeAccountId: text, username: text, idTokenClaims: z.looseObject({}) }),
    scopes: z.array(text),
    signedIn: text,
    again: z.object({ error: z.looseObject({ errorCode: text, errorNo: z.number() }) }),
    cached: fromCache,
    renewed: fromCache,
    renewedAgain: fromCache,
    onBehalf: fromCache,
    onBehalfCached: fromCache,
    alone: text,
  })

  it('signs a user in with PKCE, renews, and calls on for the user', async () => {
    const mock = provingCloud()
    const settings = {
      ...user,
      SCOPE: apiScope,
      API_CLIENT_ID: apiId,
      API_SECRET: daemonSecret,
      DOWNSTREAM_SCOPE: thingsScope,
    }
    const result = printed.parse(await witness(mock, 'entra-web-app.ts', [], { environment: settings }))
    expect(result.account).toMatchObject({
      homeAccountId: `${firstUser.objectId}.${contosoId}`,
      username: firstUser.userName,
      idTokenClaims: { aud: webAppId, oid: firstUser.objectId },
    })
    expect(result.scopes).toEqual([apiScope])
    expect(decodeJwt(result.signedIn)).toMatchObject({ aud: apiId, scp: 'access_as_user' })
    expect(result.again.error).toMatchObject({ errorCode: 'invalid_grant', errorNo: 54005 })
    expect(result.cached).toEqual([true, result.signedIn])
    expect(result.renewed[0]).toBe(false)
    expect(new Set([result.signedIn, result.renewed[1], result.renewedAgain[1]]).size).toBe(3)
    expect(decodeJwt(result.onBehalf[1])).toMatchObject({ aud: otherApiId, azp: apiId, oid: firstUser.objectId })
    expect(result.onBehalfCached).toEqual([true, result.onBehalf[1]])
    expect(decodeJwt(result.alone)).not.toHaveProperty('scp')
    // Code (twice), two refresh tokens, on-behalf-of, client credentials: what was cached was not asked for.
    expect(mock.ledger.count({ endpoint: 'entra.token' })).toBe(6)
  })

  it('signs a user in by device code and by password', async () => {
    const mock = provingCloud()
    // The library waits as long as it is told before it first asks.
    mock.faults.add({ endpoint: 'entra.device-code', action: { do: 'patch-json', value: { interval: 1 } } })
    const settings = { TENANT_ID: contosoId, CLIENT_ID: nativeId, SCOPE: apiScope }
    const result = await witness(mock, 'entra-device.ts', [], {
      environment: { ...settings, USER_NAME: firstUser.userName, PASSWORD: firstUser.password ?? '' },
    })
    const signedIn = { ok: { token: expect.any(String), account: firstUser.userName } }
    expect(result).toEqual({
      messages: [expect.stringContaining('https://login.microsoft.com/device')],
      byDevice: signedIn,
      byPassword: signedIn,
    })
  })
})

describe('msal-node and @azure/identity', witnessing, () => {
  it('prove a client by secret, certificate, assertion and workload identity, and call on for a user', async () => {
    const mock = provingCloud()
    const { accessToken } = await signInTokens(mock)
    const environment = {
      TENANT_ID: contosoId,
      CLIENT_ID: apiId,
      CLIENT_SECRET: daemonSecret,
      SCOPE: `api://${otherApiId}/.default`,
      THUMBPRINT_SHA256: Buffer.from(certificate['x5t#S256'], 'base64url').toString('hex'),
      THUMBPRINT_SHA1: Buffer.from(certificate.x5t, 'base64url').toString('hex'),
      USER_TOKEN: accessToken,
      ...proofs.files,
    }
    const result = z.record(text, ok).parse(await witness(mock, 'entra-daemon.ts', [], { environment }))
    expect(result).toMatchObject(provenClaims)
  })
})

describe('openid-client', witnessing, () => {
  it('discovers, signs in, asks for userinfo, renews, and proves itself in three ways', async () => {
    const mock = provingCloud()
    const environment = { ...user, API_SCOPE: `${apiUri}/access_as_user`, KEY_ID: certificate.x5t, ...proofs.files }
    const result = z.looseObject({}).parse(await witness(mock, 'entra-openid.ts', [], { environment }))
    const issuer = `https://login.microsoftonline.com/${contosoId}/v2.0`
    expect(result).toMatchObject({
      issuer,
      claims: { iss: issuer, aud: webAppId, oid: firstUser.objectId, nonce: expect.any(String) },
      userinfo: { sub: expect.any(String), name: 'First User', email: firstUser.email },
      renewed: [apiScope, expect.any(String)],
      hybrid: { ok: { iss: issuer, aud: webAppId } },
      endSession: expect.stringContaining(`/${contosoId}/oauth2/v2.0/logout?`),
      post: { ok: expect.any(String) },
      basic: { ok: expect.any(String) },
      privateKeyJwt: { ok: expect.any(String) },
    })
  })
})
