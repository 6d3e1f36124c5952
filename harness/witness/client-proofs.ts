import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { AppSeed } from '../mock-azure/contract.ts'
import { signWorkloadToken } from '../mock-azure/managed-identity/workload-issuer.ts'
import { testCertificate } from '../mock-azure/testing/certificates.ts'
import { apiId, contosoId, testKeys } from '../mock-azure/testing/cloud.ts'
import { firstUser, otherApiId, userCloud, webAppId } from '../mock-azure/testing/entra.ts'
import { createHeldClock } from '../held-clock.ts'
import { systemClock, systemRandom } from '../system.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'

/** The certificate that is registered for the web app and for the API. */
export const certificate = await testCertificate({ key: 'client', subject: 'CN=client' })
const cluster = {
  issuer: 'https://westeurope.oic.prod-aks.azure.com/c1/',
  keys: [await testKeys.key('cluster')],
} as const
const subject = 'system:serviceaccount:default:web-app'

/** A cloud where the web app and the API can prove themselves in every way, and the API may call on for everybody. */
export function provingCloud(changes: Partial<AppSeed> = {}, authorityHosts: readonly string[] = []) {
  const credentials: Partial<AppSeed> = {
    certificates: [certificate.pem],
    federatedCredentials: [{ issuer: cluster.issuer, subject }],
    ...changes,
  }
  const mock = userCloud({
    clock: systemClock,
    workloadIssuers: [cluster],
    authorityHosts,
    changes: { [apiId]: credentials, [webAppId]: { implicitGrant: { idToken: true }, ...credentials } },
  })
  mock.directory.consent({ tenantId: contosoId, clientId: apiId, resource: otherApiId, scopes: ['Things.Read'] })
  return mock
}

const bySecret = { aud: otherApiId, azp: apiId, azpacr: '1' }
const byKey = { ...bySecret, azpacr: '2' }
const forUser = { oid: firstUser.objectId, scp: 'Things.Read' }

/** What tokens say that the API got with each proof, by the names that the programs print: of itself, and of a user. */
export const provenClaims = {
  'msal secret': bySecret,
  'msal certificate, PS256': byKey,
  'msal certificate, RS256': byKey,
  'msal certificate with its chain': byKey,
  'msal assertion': byKey,
  'identity secret': bySecret,
  'identity certificate': byKey,
  'identity certificate with its chain': byKey,
  'identity assertion': byKey,
  'identity workload': byKey,
  'identity on behalf of, secret': { ...bySecret, ...forUser },
  'identity on behalf of, certificate': { ...byKey, ...forUser },
}

interface ProofFiles extends AsyncDisposable {
  /** Environment variables: the certificate with its key, and the token of the cluster's service account. */
  readonly files: { readonly CERTIFICATE_FILE: string; readonly TOKEN_FILE: string }
  readonly folder: string
}

/** Writes what the clients prove themselves with, into a folder of its own that disposing removes. */
export async function writeProofs(): Promise<ProofFiles> {
  const temporary = await createTemporaryFolder('client')
  const folder = temporary.path
  const files = { CERTIFICATE_FILE: join(folder, 'client.pem'), TOKEN_FILE: join(folder, 'token') }
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', certificate.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----`
  await writeFile(files.CERTIFICATE_FILE, `${key}\n${certificate.pem}\n`, { mode: 0o600 })
  await writeFile(files.TOKEN_FILE, await workloadToken())
  return { files, folder, [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose]() }
}

/** The service account's token, as the cluster signs it, at a time in milliseconds. Default: now. */
export function workloadToken(atMs?: number): Promise<string> {
  const clock = atMs === undefined ? systemClock : createHeldClock(atMs)
  return signWorkloadToken({ clock, random: systemRandom, issuer: cluster, subject })
}
