import { SignJWT } from 'jose'

import { createHeldClock } from '../../held-clock.ts'
import { systemRandom } from '../../system.ts'
import type { FederatedCredential } from '../../mock-azure/entra/app-contract.ts'
import { signWorkloadToken } from '../../mock-azure/managed-identity/workload-issuer.ts'
import { type TestCertificate, testCertificate } from '../../mock-azure/testing/certificates.ts'
import { contoso, contosoId, daemonId, fabrikamId, login, testKeys } from '../../mock-azure/testing/cloud.ts'
import { userIdentity } from '../../mock-azure/testing/workload.ts'
import { askAlone, inWorld, seenByMsal, type Witness } from './world.ts'

const registered = await testCertificate({ key: 'client', subject: 'CN=client' })
const unknown = await testCertificate({ key: 'other-client', subject: 'CN=other' })
const authority = await testCertificate({ key: 'authority', subject: 'CN=Corporate CA', isAuthority: true })
const cluster = {
  issuer: 'https://westeurope.oic.prod-aks.azure.com/c1/',
  keys: [await testKeys.key('cluster')],
} as const
const subject = 'system:serviceaccount:default:web-app'
const entra = `${login}/${contosoId}/v2.0`
const endpoint = `${login}/${contosoId}/oauth2/v2.0/token`

/** msal-node passes a ready-made assertion on as it is. */
function present(assertion: string, options: Parameters<typeof inWorld>[1]) {
  return inWorld(() => seenByMsal(askAlone({ clientAssertion: assertion })), options)
}

interface Own {
  readonly by?: TestCertificate
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  /** Signed with a shared secret. */
  readonly symmetric?: boolean
}

/** The daemon signs an assertion of its own in which something is different. */
const own =
  ({ by = registered, header, claims, symmetric = false }: Own): Witness =>
  async () => {
    const now = Math.floor(Date.now() / 1000)
    const assertion = await new SignJWT({
      iss: daemonId,
      sub: daemonId,
      aud: endpoint,
      nbf: now,
      exp: now + 600,
      ...claims,
    })
      .setProtectedHeader({ alg: symmetric ? 'HS256' : 'RS256', typ: 'JWT', x5t: by.x5t, ...header })
      .sign(symmetric ? new Uint8Array(32) : by.privateKey)
    const trustedCertificateSubjects = [{ subjectName: 'daemon.contoso.example', authority: authority.pem }]
    const credentials = { certificates: [registered.pem], trustedCertificateSubjects }
    return present(assertion, { changes: { [daemonId]: credentials } })
  }

function federated(credentials: readonly FederatedCredential[]) {
  const changes = { [daemonId]: { federatedCredentials: credentials } }
  return { changes, workloadIssuers: [cluster], workload: { identities: [userIdentity] } }
}

/** The daemon shows a cluster's token where its registration trusts another one. */
const ofCluster =
  (change: Partial<FederatedCredential> | undefined): Witness =>
  async () => {
    const clock = createHeldClock(Date.now())
    const token = await signWorkloadToken({ clock, random: systemRandom, issuer: cluster, subject })
    const credential = { issuer: cluster.issuer, subject, ...change }
    return present(token, federated(change === undefined ? [] : [credential]))
  }

/** The daemon shows a token of Entra ID in which something is different from a managed identity's. */
const ofEntra =
  (claims: Record<string, unknown>, change: Partial<FederatedCredential> = {}): Witness =>
  async () => {
    const now = Math.floor(Date.now() / 1000)
    const { kid, privateKey } = contoso.keys[0]
    const token = await new SignJWT({
      iss: entra,
      sub: userIdentity.principalId,
      aud: 'fb60f99c-7a34-4190-8149-302f77469936',
      nbf: now,
      exp: now + 600,
      xms_mirid: userIdentity.resourceId,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .sign(privateKey)
    return present(token, federated([{ issuer: entra, subject: userIdentity.principalId, ...change }]))
  }

const foreign = `${login}/${fabrikamId}/v2.0`

/** What /token refuses of clients' assertions. */
export const assertionErrors = {
  50048: own({ claims: { sub: 'somebody' } }),
  700023: own({ claims: { aud: 'https://attacker.example/' } }),
  700024: own({ claims: { exp: 1 } }),
  700027: own({ by: unknown }),
  700030: own({ by: unknown, header: { x5c: [unknown.der] } }),
  5002727: own({ header: { typ: 'at+jwt' } }),
  5002738: own({ symmetric: true }),
  5002741: own({ claims: { aud: [endpoint, endpoint] } }),
  70025: ofCluster(undefined),
  700211: ofCluster({ issuer: 'https://another.example/' }),
  700212: ofCluster({ audience: 'api://another' }),
  700213: ofCluster({ subject: 'another' }),
  7002138: ofCluster({ subject: subject.toUpperCase() }),
  700214: ofEntra({}, { audience: 'fb60f99c-7a34-4190-8149-302f77469936' }),
  700226: ofEntra({ xms_mirid: undefined }),
  700229: ofEntra({ scp: 'access_as_user' }),
  700231: ofEntra({ xms_ficinfo: 'x' }),
  700236: ofEntra({ iss: foreign }, { issuer: foreign }),
} as const satisfies Record<number, Witness>
