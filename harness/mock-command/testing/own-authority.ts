// For apps that take an authority as a setting: nothing but that setting, the SDKs' own for it, and the trusted CA.
import { ClientSecretCredential } from '@azure/identity'
import { ConfidentialClientApplication } from '@azure/msal-node'

const { AZURE_AUTHORITY_HOST = '', TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', API_CLIENT_ID } = process.env
const scopes = [`api://${API_CLIENT_ID}/.default`]

const credential = new ClientSecretCredential(TENANT_ID, CLIENT_ID, CLIENT_SECRET, { disableInstanceDiscovery: true })
const byIdentity = await credential.getToken(scopes)

const app = new ConfidentialClientApplication({
  auth: {
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    authority: `${AZURE_AUTHORITY_HOST}/${TENANT_ID}`,
    knownAuthorities: [new URL(AZURE_AUTHORITY_HOST).host],
  },
})
const byMsal = await app.acquireTokenByClientCredential({ scopes })

process.stdout.write(JSON.stringify([byIdentity.token, byMsal?.accessToken]))
