import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type ControlServer, startControlServer } from '../control/server.ts'
import { sourceEnvironment } from '../mock-azure/managed-identity/environment.ts'
import { localTokenServices } from '../mock-azure/managed-identity/hosts.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import type { CertificateAuthority } from '../mounts/contract.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'
import { startHttpServer } from '../mounts/http-server.ts'
import { startHttpsServer } from '../mounts/https-server.ts'
import { serverThumbprint } from '../mounts/server-thumbprint.ts'
import type { Seed } from '../seed/schema.ts'
import { createSeededCloud, type SeededCloud } from '../seed/seeded-cloud.ts'
import { createWiring } from '../targets/wiring.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import type { IdentitySource, TargetSource } from './identity-source.ts'

export interface StartOptions {
  /** The forward proxy's. Default: a free one. */
  readonly port?: number
  /** Serve Entra ID at `https://localhost:{port}` too; 0 for a free port. Default: no. */
  readonly authorityPort?: number
  /** Default `app-service`. */
  readonly identity?: IdentitySource
}

/** A cloud that other processes reach. Disposing ends its listeners and removes its files. */
export interface RunningCloud extends SeededCloud, AsyncDisposable {
  /** What another process needs to reach it, and the settings of the seed. */
  readonly environment: Readonly<Record<string, string>>
  /** Of that, what leads there: proxy, trusted certificate authority, managed identity. Neither settings nor the control. */
  readonly wiring: Readonly<Record<string, string>>
  /** The same by purpose, in the order to show it. */
  readonly groups: readonly EnvironmentGroup[]
  readonly proxyUrl: string
  /** Of this run. What trusts it can be sure to talk to this cloud. */
  readonly authority: CertificateAuthority
  /** Where apps that take an authority setting find Entra ID, for example `https://localhost:41234`. */
  readonly authorityUrl: string | undefined
  readonly controlServer: Pick<ControlServer, 'url' | 'secret'>
}

export interface EnvironmentGroup {
  readonly title: string
  readonly variables: Readonly<Record<string, string>>
}

/**
 * Starts a cloud with its listeners, all on 127.0.0.1: the forward proxy, the managed identity endpoint, the control,
 * and Entra ID under an authority of one's own if asked for.
 * @throws {ConfigError} `MOCK_…` when parts of the seed contradict each other
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export async function startCloud(seed: Seed, options: StartOptions = {}): Promise<RunningCloud> {
  const { port, authorityPort, identity = 'app-service' } = options
  const cloud = createSeededCloud(seed, authorityPort === undefined ? {} : { authorityHosts: ['localhost'] })
  const { mock } = cloud
  await using stack = new AsyncDisposableStack()
  const authority = await createCertificateAuthority()
  const proxy = stack.use(await startForwardProxy({ mock, authority, ...(port === undefined ? {} : { port }) }))
  const wiring = stack.use(await createWiring({ proxyUrl: proxy.url, authority }))
  const controlServer = stack.use(await startControlServer(cloud.control))
  const https =
    authorityPort === undefined
      ? undefined
      : stack.use(await startHttpsServer({ mock, authority, port: authorityPort }))
  // The certificate names the host, not the address.
  const authorityUrl = https?.url.replace('127.0.0.1', 'localhost')
  const identityGroup = await identityVariables(identity, { mock, authority, stack })
  const authorityGroup = authorityUrl === undefined ? {} : { AZURE_AUTHORITY_HOST: authorityUrl }
  const groups = [
    ...wiringGroups(wiring.environment),
    { title: 'Managed identity', variables: identityGroup },
    {
      title: 'Where Azure SDKs look for an authority other than the public cloud',
      variables: authorityGroup,
    },
    { title: 'The control, for tests', variables: controlVariables(controlServer) },
    {
      title: "The app's own settings",
      variables: { ...seed.environment, ...(await certificateVariables(cloud, stack)) },
    },
  ].filter(({ variables }) => Object.keys(variables).length > 0)
  const running = stack.move()
  return {
    ...cloud,
    environment: Object.fromEntries(groups.flatMap(({ variables }) => Object.entries(variables))),
    wiring: { ...wiring.environment, ...identityGroup, ...authorityGroup },
    groups,
    proxyUrl: proxy.url,
    authority,
    authorityUrl,
    controlServer,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** By purpose; the first that matches has it. */
const wiringTitles: readonly (readonly [title: string, names: RegExp])[] = [
  ['Node (22.21 and newer)', /^NODE_/],
  ['The proxy, for every runtime', /proxy$/i],
  ['Python, Go, .NET on Linux, and whatever uses OpenSSL', /^SSL_CERT_FILE$/],
  ['Python with requests', /^REQUESTS_/],
  ['curl', /^CURL_/],
  ['Java', /^JAVA_/],
  ['Azure CLI: no sign-in of yours', /./],
]

function wiringGroups(wiring: Readonly<Record<string, string>>): readonly EnvironmentGroup[] {
  const byTitle = Map.groupBy(
    Object.entries(wiring),
    ([name]) => wiringTitles.find(([, names]) => names.test(name))?.[0],
  )
  return wiringTitles.map(([title]) => ({ title, variables: Object.fromEntries(byTitle.get(title) ?? []) }))
}

export interface IdentityParts {
  readonly mock: SeededCloud['mock']
  readonly authority: CertificateAuthority
  /** For what listens. */
  readonly stack: AsyncDisposableStack
}

/** What Azure sets where the workload runs. Plain-http sources are on a loopback port, as there. */
export async function identityVariables(
  identity: TargetSource,
  { mock, authority, stack }: IdentityParts,
): Promise<Readonly<Record<string, string>>> {
  switch (identity) {
    case 'none':
    case 'imds':
      return {}
    case 'service-fabric':
      return sourceEnvironment(identity, mock.workload, {
        serverThumbprint: await serverThumbprint(authority, new URL(localTokenServices[identity]).hostname),
      })
    case 'app-service':
    case 'azure-ml':
    case 'cloud-shell':
    case 'arc': {
      const { origin, pathname } = new URL(localTokenServices[identity])
      const mount = stack.use(await startHttpServer({ mock, origin }))
      return sourceEnvironment(identity, mock.workload, { url: `${mount.url}${pathname}` })
    }
  }
}

function controlVariables({ url, secret }: ControlServer): Readonly<Record<string, string>> {
  return { ENTRA_CONFORMANCE_CONTROL_URL: url, ENTRA_CONFORMANCE_CONTROL_SECRET: secret }
}

/** Writes the certificates that were made for apps, and says where they are. */
async function certificateVariables(
  { seed, certificates }: SeededCloud,
  stack: AsyncDisposableStack,
): Promise<Readonly<Record<string, string>>> {
  const made = await certificates
  if (made.length === 0) return {}
  const folder = stack.use(await createTemporaryFolder('certificates'))
  const written = made.map(async ({ clientId, combinedPem, thumbprint }) => {
    const file = join(folder.path, `${clientId}.pem`)
    await writeFile(file, combinedPem, { mode: 0o600 })
    const wanted = seed.apps.find((app) => app.clientId === clientId)?.newCertificate
    return [
      ...(wanted === undefined ? [] : [[wanted.fileVariable, file] as const]),
      ...(wanted?.thumbprintVariable === undefined ? [] : [[wanted.thumbprintVariable, thumbprint] as const]),
    ]
  })
  return Object.fromEntries((await Promise.all(written)).flat())
}
