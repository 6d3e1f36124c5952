/** A daemon that proves itself in every way both of Microsoft's libraries know. */
import { readFile } from 'node:fs/promises'

import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  OnBehalfOfCredential,
  WorkloadIdentityCredential,
} from '@azure/identity'
import { ConfidentialClientApplication } from '@azure/msal-node'

import { outcome, print } from './outcome.ts'

const { TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', SCOPE = '', CERTIFICATE_FILE = '' } = process.env
const { THUMBPRINT_SHA256 = '', THUMBPRINT_SHA1 = '', TOKEN_FILE = '', USER_TOKEN = '' } = process.env
const authority = `https://login.microsoftonline.com/${TENANT_ID}`
/** The private key and the certificate. */
const pem = await readFile(CERTIFICATE_FILE, 'utf8')
const privateKey = /-----BEGIN PRIVATE KEY-----[^]*?-----END PRIVATE KEY-----/.exec(pem)?.[0] ?? ''
const certificate = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/.exec(pem)?.[0] ?? ''
const assertion = (): Promise<string> => readFile(TOKEN_FILE, 'utf8')

const msal = (credential: object) =>
  outcome(async () => {
    const app = new ConfidentialClientApplication({ auth: { clientId: CLIENT_ID, authority, ...credential } })
    return (await app.acquireTokenByClientCredential({ scopes: [SCOPE] }))?.accessToken
  })
const identity = (credential: { getToken(scope: string): Promise<{ token: string }> }) =>
  outcome(async () => (await credential.getToken(SCOPE)).token)

print({
  'msal secret': await msal({ clientSecret: CLIENT_SECRET }),
  'msal certificate, PS256': await msal({ clientCertificate: { privateKey, thumbprintSha256: THUMBPRINT_SHA256 } }),
  'msal certificate, RS256': await msal({ clientCertificate: { privateKey, thumbprint: THUMBPRINT_SHA1 } }),
  'msal certificate with its chain': await msal({
    clientCertificate: { privateKey, thumbprintSha256: THUMBPRINT_SHA256, x5c: certificate },
  }),
  'msal assertion': await msal({ clientAssertion: assertion }),
  'identity secret': await identity(new ClientSecretCredential(TENANT_ID, CLIENT_ID, CLIENT_SECRET)),
  'identity certificate': await identity(
    new ClientCertificateCredential(TENANT_ID, CLIENT_ID, { certificatePath: CERTIFICATE_FILE }),
  ),
  'identity certificate with its chain': await identity(
    new ClientCertificateCredential(
      TENANT_ID,
      CLIENT_ID,
      { certificatePath: CERTIFICATE_FILE },
      { sendCertificateChain: true },
    ),
  ),
  'identity assertion': await identity(new ClientAssertionCredential(TENANT_ID, CLIENT_ID, assertion)),
  'identity workload': await identity(
    new WorkloadIdentityCredential({ tenantId: TENANT_ID, clientId: CLIENT_ID, tokenFilePath: TOKEN_FILE }),
  ),
  'identity on behalf of, secret': await identity(
    new OnBehalfOfCredential({
      tenantId: TENANT_ID,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      userAssertionToken: USER_TOKEN,
    }),
  ),
  'identity on behalf of, certificate': await identity(
    new OnBehalfOfCredential({
      tenantId: TENANT_ID,
      clientId: CLIENT_ID,
      certificatePath: CERTIFICATE_FILE,
      userAssertionToken: USER_TOKEN,
    }),
  ),
})
