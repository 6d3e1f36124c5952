import type { AccessToken, TokenCredential } from '@azure/identity'
import { z } from 'zod'

const sourceAnswer = z.object({ access_token: z.string(), expires_on: z.string() })

/** The managed identity of Container Apps by hand: no cache, no retries. */
export const rawIdentity: TokenCredential = {
  async getToken(scopes): Promise<AccessToken> {
    const { IDENTITY_ENDPOINT: endpoint = '', IDENTITY_HEADER: secret = '' } = process.env
    const resource = String(scopes).replace(/\/\.default$/, '')
    const query = new URLSearchParams({ 'api-version': '2019-08-01', resource }).toString()
    const answer = await fetch(`${endpoint}?${query}`, { headers: { 'x-identity-header': secret } })
    if (!answer.ok) throw new Error(`the source answered with ${answer.status}`)
    const { access_token: token, expires_on: end } = sourceAnswer.parse(await answer.json())
    return { token, expiresOnTimestamp: Number(end) * 1000 }
  },
}
