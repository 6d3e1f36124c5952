/** Signs a user in by password and asks Microsoft Graph who that is. */
import { PublicClientApplication } from '@azure/msal-node'

import { print } from './outcome.ts'

const { TENANT_ID = '', CLIENT_ID = '', USER_NAME = '', PASSWORD = '', SCOPE = 'User.Read' } = process.env
const authority = `https://login.microsoftonline.com/${TENANT_ID}`
const application = new PublicClientApplication({ auth: { clientId: CLIENT_ID, authority } })
const result = await application.acquireTokenByUsernamePassword({
  scopes: [SCOPE],
  username: USER_NAME,
  password: PASSWORD,
})
const answer = await fetch('https://graph.microsoft.com/v1.0/me', {
  headers: { authorization: `Bearer ${result?.accessToken}` },
})
print({ status: answer.status, body: await answer.json() })
