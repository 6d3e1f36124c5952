/** A console program: signs its user in by device code, and by password. */
import { PublicClientApplication } from '@azure/msal-node'

import { outcome, print } from './outcome.ts'

const { TENANT_ID = '', CLIENT_ID = '', SCOPE = '', USER_NAME = '', PASSWORD = '' } = process.env
const authority = `https://login.microsoftonline.com/${TENANT_ID}`
const app = new PublicClientApplication({ auth: { clientId: CLIENT_ID, authority } })
const messages: string[] = []
const byDevice = await outcome(async () => {
  const result = await app.acquireTokenByDeviceCode({
    scopes: [SCOPE],
    deviceCodeCallback: ({ message }) => messages.push(message),
  })
  return { token: result?.accessToken, account: result?.account?.username }
})
const byPassword = await outcome(async () => {
  const user = { scopes: [SCOPE], username: USER_NAME, password: PASSWORD }
  const result = await app.acquireTokenByUsernamePassword(user)
  return { token: result?.accessToken, account: result?.account?.username }
})
print({ messages, byDevice, byPassword })
