import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { apiId, contosoId, daemonSecret } from '../mock-azure/testing/cloud.ts'
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
import { certificate, provenClaims, provingCloud, workloadToken, writeProofs } from './client-proofs.ts'
import { pythonWitness, pythonWitnesses } from './python/python.ts'
import { witnessing } from './witness.ts'

const text = z.string()
const ok = z.object({ ok: text }).transform(({ ok: token }) => decodeJwt(token))
const sourced = z.tuple([text, text])

let proofs: Awaited<ReturnType<typeof writeProofs>>
beforeAll(async () => {
  proofs = await writeProofs()
})
afterAll(() => proofs[Symbol.asyncDispose]())

describe.skipIf(!pythonWitnesses.apply)(`msal for Python${pythonWitnesses.note}`, witnessing, () => {
  const printed = z.object({
    before: z.array(z.unknown()),
    account: z.looseObject({ home_account_id: text, username: text }),
    claims: z.looseObject({}),
    scope: text,
    signedIn: text,
    again: z.object({ error: z.looseObject({}) }),
    foreign: z.object({ error: z.looseObject({}) }),
    cached: sourced,
    renewed: sourced,
    renewedAgain: sourced,
    onBehalf: sourced,
    alone: sourced,
  })

  it('signs a user in with PKCE, renews, and calls on for the user', async () => {
    const mock = provingCloud()
    const environment = {
      TENANT_ID: contosoId,
      CLIENT_ID: webAppId,
      CLIENT_SECRET: webAppSecret,
      REDIRECT_URI: webRedirect,
      SCOPE: apiScope,
      API_CLIENT_ID: apiId,
      API_SECRET: daemonSecret,
      DOWNSTREAM_SCOPE: `api://${otherApiId}/Things.Read`,
    }
    const result = printed.parse(await pythonWitness(mock, 'web_app.py', [], { environment }))
    expect(result.before).toEqual([])
    const homeAccountId = `${firstUser.objectId}.${contosoId}`
    expect(result.account).toMatchObject({ home_account_id: homeAccountId, username: firstUser.userName })
    expect(result.claims).toMatchObject({ aud: webAppId, oid: firstUser.objectId, tid: contosoId })
    expect(result.scope.split(' ')).toContain(apiScope)
    expect(decodeJwt(result.signedIn)).toMatchObject({ aud: apiId, scp: 'access_as_user' })
    expect(result.again.error).toMatchObject({ error: 'invalid_grant', error_codes: [54005] })
    expect(result.foreign.error).toMatchObject({ message: expect.stringContaining('state') })
    expect(result.cached).toEqual(['cache', result.signedIn])
    expect([result.renewed[0], result.renewedAgain[0]]).toEqual(['identity_provider', 'identity_provider'])
    expect(new Set([result.signedIn, result.renewed[1], result.renewedAgain[1]]).size).toBe(3)
    expect(decodeJwt(result.onBehalf[1])).toMatchObject({ aud: otherApiId, azp: apiId, oid: firstUser.objectId })
    expect(decodeJwt(result.alone[1])).toMatchObject({ aud: otherApiId, azp: apiId })
    expect(decodeJwt(result.alone[1])).not.toHaveProperty('scp')
    const [signIn] = mock.ledger.entries({ endpoint: 'entra.authorize' })
    expect(new URL(signIn?.url ?? '').searchParams.get('code_challenge_method')).toBe('S256')
    // Whoever has no account under one name of the cloud looks under the others.
    expect(mock.ledger.count({ endpoint: 'entra.instance-discovery' })).toBe(1)
    // Code (twice), two refresh tokens, on-behalf-of, client credentials: what was cached was not asked for.
    expect(mock.ledger.count({ endpoint: 'entra.token' })).toBe(6)
  })

  it.each([
    ['Microsoft’s', 'login.microsoftonline.com', 'login.microsoft.com', []],
    ['one that only instance discovery knows', 'login.stand-in.example', 'login.stand-in.example', ['1.0']],
  ])('signs a user in by device code, at an authority: %s', async (_, host, pageHost, versions) => {
    const mock = provingCloud({}, ['login.stand-in.example'])
    // The library waits as long as it is told between two questions.
    mock.faults.add({ endpoint: 'entra.device-code', action: { do: 'patch-json', value: { interval: 1 } } })
    const environment = { AUTHORITY: `https://${host}/${contosoId}`, CLIENT_ID: nativeId, SCOPE: apiScope }
    const result = await pythonWitness(mock, 'device.py', [], { environment })
    expect(result).toEqual({
      message: expect.stringContaining(`https://${pageHost}/device`),
      token: expect.any(String),
      account: firstUser.userName,
    })
    const questions = mock.ledger.entries({ endpoint: 'entra.instance-discovery' })
    expect(questions.map(({ url }) => new URL(url).searchParams.get('api-version'))).toEqual(versions)
  })
})

/** What each way to prove the client came to. */
async function daemon(environment: Readonly<Record<string, string>> = {}) {
  const mock = provingCloud()
  const { accessToken } = await signInTokens(mock)
  const given = {
    TENANT_ID: contosoId,
    CLIENT_ID: apiId,
    CLIENT_SECRET: daemonSecret,
    SCOPE: `api://${otherApiId}/.default`,
    THUMBPRINT_SHA1: Buffer.from(certificate.x5t, 'base64url').toString('hex'),
    USER_TOKEN: accessToken,
    ...proofs.files,
    ...environment,
  }
  return pythonWitness(mock, 'daemon.py', [], { environment: given })
}

/** The same refusal as each library tells it. */
const refused = (error: string, code: number) => ({
  msal: { error: { error, error_codes: [code], message: expect.stringContaining(`AADSTS${code}`) } },
  identity: { error: { name: 'ClientAuthenticationError', message: expect.stringContaining(`AADSTS${code}`) } },
})

describe.skipIf(!pythonWitnesses.apply)(`msal and azure-identity for Python${pythonWitnesses.note}`, witnessing, () => {
  it('prove a client by secret, certificate, assertion and workload identity, and call on for a user', async () => {
    expect(z.record(text, ok).parse(await daemon())).toMatchObject(provenClaims)
  })

  it('see a wrong secret, and an assertion that has expired', async () => {
    const expired = join(proofs.folder, 'expired-token')
    await writeFile(expired, await workloadToken(Date.now() - 48 * 3_600_000))
    const result = await daemon({ CLIENT_SECRET: 'another', TOKEN_FILE: expired })
    const wrong = refused('invalid_client', 7000215)
    const late = refused('invalid_client', 700024)
    expect(result).toMatchObject({
      'msal secret': wrong.msal,
      'identity secret': wrong.identity,
      'identity on behalf of, secret': wrong.identity,
      'msal assertion': late.msal,
      'identity assertion': late.identity,
      'identity workload': late.identity,
      'msal certificate, PS256': { ok: expect.any(String) },
    })
  })
})
