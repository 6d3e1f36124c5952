/** OpenID Connect with a library that is not Microsoft's: discovery, sign-in, userinfo, renewal, client authentication. */
import { readFile } from 'node:fs/promises'

import { importPKCS8 } from 'jose'
import * as client from 'openid-client'

import { outcome, print } from './outcome.ts'

const { TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', REDIRECT_URI = '', API_SCOPE = '' } = process.env
const { CERTIFICATE_FILE = '', KEY_ID = '' } = process.env
const server = new URL(`https://login.microsoftonline.com/${TENANT_ID}/v2.0`)
const discover = (auth?: client.ClientAuth) => client.discovery(server, CLIENT_ID, CLIENT_SECRET, auth)

/** Where the browser is sent. */
async function open(url: URL): Promise<URL> {
  const answer = await fetch(url, { redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '')
}

async function signIn(config: client.Configuration, more: Record<string, string> = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email offline_access',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  })
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
  return client.authorizationCodeGrant(config, await open(url), checks)
}

const config = await discover()
const tokens = await signIn(config)
const claims = tokens.claims()
const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')
const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', { scope: API_SCOPE })

const hybrid = await discover()
client.useCodeIdTokenResponseType(hybrid)
const byHybrid = await outcome(async () => (await signIn(hybrid)).claims())

const privateKey = await importPKCS8(
  /-----BEGIN PRIVATE KEY-----[^]*?-----END PRIVATE KEY-----/.exec(await readFile(CERTIFICATE_FILE, 'utf8'))?.[0] ?? '',
  'PS256',
)
const byItself = (auth: client.ClientAuth) =>
  outcome(async () => {
    const scope = API_SCOPE.replace(/[^/]*$/, '.default')
    return (await client.clientCredentialsGrant(await discover(auth), { scope })).access_token
  })

print({
  issuer: config.serverMetadata().issuer,
  claims,
  userinfo,
  renewed: [renewed.scope, renewed.access_token],
  hybrid: byHybrid,
  endSession: client.buildEndSessionUrl(config, { post_logout_redirect_uri: REDIRECT_URI }).href,
  post: await byItself(client.ClientSecretPost(CLIENT_SECRET)),
  basic: await byItself(client.ClientSecretBasic(CLIENT_SECRET)),
  privateKeyJwt: await byItself(client.PrivateKeyJwt({ key: privateKey, kid: KEY_ID })),
})
