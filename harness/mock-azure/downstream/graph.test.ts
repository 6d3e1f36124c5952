import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'

import { tokenFor } from '../key-vault/testing/vault.ts'
import { ask, contoso, contosoId } from '../testing/cloud.ts'
import { cloud } from './testing/services.ts'

/** A delegated token for Microsoft Graph, as a sign-in gives it. */
async function delegated(
  mock: ReturnType<typeof cloud>,
  scp: string,
  aud = 'https://graph.microsoft.com',
): Promise<RequestInit> {
  const now = Math.floor(mock.clock.now() / 1000)
  const [key] = contoso.keys
  const token = await new SignJWT({
    aud,
    iss: `https://sts.windows.net/${contosoId}/`,
    iat: now,
    nbf: now,
    exp: now + 3600,
    appid: 'c2c2c2c2-0000-4000-8000-000000000001',
    oid: 'b1b1b1b1-0000-4000-8000-000000000001',
    tid: contosoId,
    name: 'First User',
    given_name: 'First',
    family_name: 'User',
    upn: 'first@contoso.example',
    scp,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(key.privateKey)
  return { headers: { authorization: `Bearer ${token}` } }
}

describe('Microsoft Graph', () => {
  const me = 'https://graph.microsoft.com/v1.0/me'

  it.each(['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'])(
    'answers with the profile of the user: %s',
    async (aud) => {
      const mock = cloud()
      const answer = await ask(mock, me, await delegated(mock, 'openid User.Read', aud))
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({
        id: 'b1b1b1b1-0000-4000-8000-000000000001',
        displayName: 'First User',
        givenName: 'First',
        surname: 'User',
        userPrincipalName: 'first@contoso.example',
      })
    },
  )

  it('refuses without a permission, without a user, without a token for it', async () => {
    const mock = cloud()
    const denied = await ask(mock, me, await delegated(mock, 'openid Mail.Read'))
    expect(denied.status).toBe(403)
    expect(await denied.json()).toMatchObject({ error: { code: 'Authorization_RequestDenied' } })
    const appOnly = { headers: { authorization: `Bearer ${await tokenFor(mock, 'https://graph.microsoft.com')}` } }
    expect((await ask(mock, me, appOnly)).status).toBe(400)
    const wrong = await ask(mock, me, await delegated(mock, 'User.Read', 'https://vault.azure.net'))
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } })
    expect((await ask(mock, me)).headers.get('www-authenticate')).toMatch(/^Bearer /)
    expect(mock.ledger.count({ endpoint: 'graph.me' })).toBe(4)
  })
})
