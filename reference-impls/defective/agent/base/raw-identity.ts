import type { AccessToken, TokenCredential } from '@azure/identity'
import { z } from 'zod'

const sourceAnswer = z.object({ access_token: z.string(), expires_on: z.string() })

export interface RawOptions {
  /** Where it asks. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  readonly apiVersion: string
}

/** App Service and Container Apps, as its environment tells of it. */
export function appService(): RawOptions {
  const { IDENTITY_ENDPOINT: endpoint = 'http://127.0.0.1:9/', IDENTITY_HEADER: secret = '' } = process.env
  return { endpoint, headers: { 'x-identity-header': secret }, apiVersion: '2019-08-01' }
}

/** The instance metadata service, wherever the program runs. */
export const imds: RawOptions = {
  endpoint: 'http://169.254.169.254/metadata/identity/oauth2/token',
  headers: { metadata: 'true' },
  apiVersion: '2018-02-01',
}

/** The managed identity by hand, as applications did it before there was an SDK: no cache, no retries. */
export function rawIdentity({ endpoint, headers, apiVersion }: RawOptions): TokenCredential {
  return {
    async getToken(scopes): Promise<AccessToken> {
      const resource = String(scopes).replace(/\/\.default$/, '')
      const url = `${endpoint}?${new URLSearchParams({ 'api-version': apiVersion, resource }).toString()}`
      const answer = await fetch(url, { headers })
      if (!answer.ok) throw new Error(`the source answered with ${answer.status}`)
      const { access_token: token, expires_on: end } = sourceAnswer.parse(await answer.json())
      return { token, expiresOnTimestamp: Number(end) * 1000 }
    },
  }
}
