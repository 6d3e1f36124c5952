/**
 * A web app and the API behind it, with msal-node: signs a user in with PKCE, renews the tokens, and the API calls on
 * for the user. The address the sign-in page redirects to is taken from the answer, as a browser would.
 */
import { ConfidentialClientApplication, CryptoProvider } from '@azure/msal-node'

import { outcome, print } from './outcome.ts'

const { TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', REDIRECT_URI = '', SCOPE = '' } = process.env
const { API_CLIENT_ID = '', API_SECRET = '', DOWNSTREAM_SCOPE = '' } = process.env
const authority = `https://login.microsoftonline.com/${TENANT_ID}`
const app = new ConfidentialClientApplication({
  auth: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, authority },
})
const api = new ConfidentialClientApplication({
  auth: { clientId: API_CLIENT_ID, clientSecret: API_SECRET, authority },
})

const crypto = new CryptoProvider()
const { challenge, verifier } = await crypto.generatePkceCodes()
const [state, nonce] = [crypto.createNewGuid(), crypto.createNewGuid()]
const wanted = { scopes: [SCOPE], redirectUri: REDIRECT_URI }
const url = await app.getAuthCodeUrl({
  ...wanted,
  state,
  nonce,
  codeChallenge: challenge,
  codeChallengeMethod: 'S256',
})
const page = await fetch(url, { redirect: 'manual' })
const answer = new URL(page.headers.get('location') ?? '').searchParams
if (answer.get('state') !== state) throw new Error('another state')

const redemption = { ...wanted, code: answer.get('code') ?? '', codeVerifier: verifier, nonce }
const signedIn = await app.acquireTokenByCode(redemption)
const again = await outcome(() => app.acquireTokenByCode(redemption))
const { account } = signedIn
if (account === null) throw new Error('nobody signed in')
const silent = { scopes: [SCOPE], account }
const cached = await app.acquireTokenSilent(silent)
const renewed = await app.acquireTokenSilent({ ...silent, forceRefresh: true })
const renewedAgain = await app.acquireTokenSilent({ ...silent, forceRefresh: true })
const onward = { oboAssertion: signedIn.accessToken, scopes: [DOWNSTREAM_SCOPE] }
const onBehalf = await api.acquireTokenOnBehalfOf(onward)
const onBehalfCached = await api.acquireTokenOnBehalfOf(onward)
const alone = await api.acquireTokenByClientCredential({ scopes: [DOWNSTREAM_SCOPE.replace(/[^/]*$/, '.default')] })

print({
  account: { homeAccountId: account.homeAccountId, username: account.username, idTokenClaims: account.idTokenClaims },
  scopes: signedIn.scopes,
  signedIn: signedIn.accessToken,
  again,
  cached: [cached.fromCache, cached.accessToken],
  renewed: [renewed.fromCache, renewed.accessToken],
  renewedAgain: [renewedAgain.fromCache, renewedAgain.accessToken],
  onBehalf: [onBehalf?.fromCache, onBehalf?.accessToken],
  onBehalfCached: [onBehalfCached?.fromCache, onBehalfCached?.accessToken],
  alone: alone?.accessToken,
})
