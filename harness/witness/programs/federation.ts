/**
 * Tokens of an app registration without a secret: a managed identity's token stands in for it (the environment names
 * the tenant, the app and the identity).
 */
import { ClientAssertionCredential, ManagedIdentityCredential } from '@azure/identity'
import { ConfidentialClientApplication } from '@azure/msal-node'

import { outcome, print } from './outcome.ts'

const { TENANT_ID = '', CLIENT_ID = '', MANAGED_IDENTITY_CLIENT_ID = '', API_SCOPE = '' } = process.env
const identity = new ManagedIdentityCredential({ clientId: MANAGED_IDENTITY_CLIENT_ID })

async function assertion(): Promise<string> {
  return (await identity.getToken('api://AzureADTokenExchange/.default')).token
}

const credential = new ClientAssertionCredential(TENANT_ID, CLIENT_ID, assertion)
const authority = `https://login.microsoftonline.com/${TENANT_ID}`
const application = new ConfidentialClientApplication({
  auth: { clientId: CLIENT_ID, authority, clientAssertion: assertion },
})
print({
  identity: await outcome(() => credential.getToken(API_SCOPE)),
  msal: await outcome(async () => {
    const result = await application.acquireTokenByClientCredential({ scopes: [API_SCOPE] })
    return { token: result?.accessToken }
  }),
})
