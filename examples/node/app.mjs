import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'
import { ConfidentialClientApplication } from '@azure/msal-node'

const { TENANT_ID, CLIENT_ID, CLIENT_SECRET, API_CLIENT_ID, AZURE_KEY_VAULT_URL } = process.env

const vault = new SecretClient(AZURE_KEY_VAULT_URL, new DefaultAzureCredential())
const { value } = await vault.getSecret('database-password')

const authority = `https://login.microsoftonline.com/${TENANT_ID}`
const app = new ConfidentialClientApplication({ auth: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, authority } })
const token = await app.acquireTokenByClientCredential({ scopes: [`api://${API_CLIENT_ID}/.default`] })

console.log(JSON.stringify({ secret: value, token: token.accessToken }))
