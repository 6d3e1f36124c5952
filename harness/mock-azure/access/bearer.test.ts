import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'

import type { SigningKey } from '../../keys.ts'
import { contoso, contosoId, daemonId, fabrikam, fabrikamId, testCloud, testKeys } from '../testing/cloud.ts'
import { checkBearer } from './bearer.ts'

const audience = 'https://vault.azure.net'
const principalId = 'e1e1e1e1-0000-4000-8000-000000000001'

function setUp() {
  const { directory, clock } = testCloud()
  const now = Math.floor(clock.now() / 1000)
  const genuine = {
    aud: audience,
    iss: `https://sts.windows.net/${contosoId}/`,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    appid: daemonId,
    oid: principalId,
    tid: contosoId,
  }
  const check = (authorization: string | undefined, tenantId: string | undefined = contosoId) =>
    checkBearer(authorization, { directory, clock, tenantId, audiences: [`${audience}/`, 'a GUID'] })
  return { directory, clock, now, genuine, check }
}

async function sign(claims: JWTPayload, key: SigningKey = contoso.keys[0], kid = key.kid): Promise<string> {
  return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key.privateKey)}`
}

describe('a genuine token', () => {
  it('tells who calls', async () => {
    const { genuine, check } = setUp()
    expect(await check(await sign(genuine))).toEqual({
      ok: true,
      caller: {
        principalId,
        clientId: daemonId,
        tenantId: contosoId,
        issuer: genuine.iss,
        scopes: undefined,
        claims: genuine,
      },
    })
  })

  it('may be delegated, v2, with the other spelling of the audience, and signed by any published key', async () => {
    const { genuine, check } = setUp()
    const { appid, ...rest } = genuine
    const v2 = { ...rest, azp: appid, iss: `https://login.microsoftonline.com/${contosoId}/v2.0`, aud: `${audience}/` }
    expect(await check(await sign({ ...v2, scp: 'a b' }, contoso.keys[1]))).toMatchObject({
      ok: true,
      caller: { clientId: daemonId, scopes: ['a', 'b'] },
    })
  })

  it('holds within the tolerance of clocks, and no longer', async () => {
    const { genuine, check, clock, now } = setUp()
    const token = await sign(genuine)
    const early = await sign({ ...genuine, nbf: now + 301 })
    expect(await check(early)).toMatchObject({ reason: 'not-yet-valid' })
    clock.advance(2000)
    expect(await check(early)).toMatchObject({ ok: true })
    clock.advance(3600_000 + 297_000)
    expect(await check(token)).toMatchObject({ ok: true })
    clock.advance(2000)
    expect(await check(token)).toEqual({ ok: false, reason: 'expired' })
  })

  it('of any tenant will do where no tenant is set', async () => {
    const { genuine, directory, clock } = setUp()
    const foreign = { ...genuine, iss: `https://sts.windows.net/${fabrikamId}/`, tid: fabrikamId }
    const policy = { directory, clock, tenantId: undefined, audiences: [audience] }
    expect(await checkBearer(await sign(foreign, fabrikam.keys[0]), policy)).toMatchObject({ ok: true })
    expect(await checkBearer(await sign(foreign), policy)).toEqual({ ok: false, reason: 'signature' })
  })
})

describe('refused', () => {
  it.each([undefined, '', 'Bearer', 'Basic abc', 'bearer '])('without a token: %j', async (authorization) => {
    expect(await setUp().check(authorization)).toEqual({ ok: false, reason: 'missing' })
  })

  it.each(['Bearer x', 'Bearer a.b.c', 'Bearer eyJhIjoxfQ.eyJhIjoxfQ.x'])('as malformed: %s', async (authorization) => {
    expect(await setUp().check(authorization)).toEqual({ ok: false, reason: 'malformed' })
  })

  it('for another audience', async () => {
    const { genuine, check } = setUp()
    const aud = 'https://management.azure.com'
    expect(await check(await sign({ ...genuine, aud }))).toEqual({ ok: false, reason: 'audience', found: aud })
  })

  it.each([`https://sts.windows.net/${fabrikamId}/`, `https://sts.windows.net/${contosoId}`, 'https://evil.example/'])(
    'from the issuer %s',
    async (iss) => {
      const { genuine, check } = setUp()
      expect(await check(await sign({ ...genuine, iss }))).toEqual({ ok: false, reason: 'issuer', found: iss })
    },
  )

  it('signed by a key of nobody or of another tenant, or not at all', async () => {
    const { genuine, check } = setUp()
    const outsider = await testKeys.key('outsider')
    const unsigned = `Bearer ${new UnsecuredJWT(genuine).encode()}`
    for (const token of [
      await sign(genuine, outsider),
      await sign(genuine, outsider, contoso.keys[0].kid),
      await sign(genuine, fabrikam.keys[0]),
      `${(await sign(genuine)).slice(0, -6)}AAAAAA`,
      unsigned,
    ]) {
      expect(await check(token)).toEqual({ ok: false, reason: 'signature' })
    }
  })

  it('once its key is retired', async () => {
    const { genuine, check, directory } = setUp()
    const token = await sign(genuine)
    const [first, second] = contoso.keys
    if (second === undefined) throw new Error('the tenant has one key only')
    directory.tenant(contosoId)?.keys.rollover(second)
    expect(await check(token)).toMatchObject({ ok: true })
    directory.tenant(contosoId)?.keys.retire(first.kid)
    expect(await check(token)).toEqual({ ok: false, reason: 'signature' })
  })
})
