import { z } from 'zod'

import type { ClientCredential } from '../../../node/web-app/src/entra/credential.ts'
import { createEntraClient, type EntraClient } from '../../../node/web-app/src/entra/client.ts'
import type { Settings } from '../../../node/web-app/src/settings.ts'
import type { Store } from '../../../node/web-app/src/store.ts'

const answerSchema = z.object({ access_token: z.string() })

/** A token of the user-assigned identity by hand: App Service and Container Apps, no cache, no retries. */
export async function fetchAssertion({ credential }: Settings): Promise<string> {
  const { IDENTITY_ENDPOINT: endpoint = 'http://127.0.0.1:9/', IDENTITY_HEADER: secret = '' } = process.env
  const query = new URLSearchParams({
    'api-version': '2019-08-01',
    resource: 'api://AzureADTokenExchange',
    client_id: credential.kind === 'managed-identity' ? credential.clientId : '',
  })
  const answer = await fetch(`${endpoint}?${query.toString()}`, { headers: { 'x-identity-header': secret } })
  if (!answer.ok) throw new Error(`the source answered with ${answer.status}`)
  return answerSchema.parse(await answer.json()).access_token
}

/** The app's own client of Entra ID with another way to prove itself. */
export function clientWith(settings: Settings, tokens: Store, assertion: () => Promise<string>): EntraClient {
  const credential: ClientCredential = () => ({ clientAssertion: assertion })
  return createEntraClient({ settings, credential, tokens, now: Date.now })
}
