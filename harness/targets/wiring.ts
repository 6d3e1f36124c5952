import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CertificateAuthority } from '../mounts/contract.ts'
import { trustStorePassword } from './java-trust-store.ts'
import { type TrustFiles, writeTrustFiles } from './trust-files.ts'

/**
 * What a child keeps of the harness's own environment: where programs and their tools are, and the language. Anything
 * else could change what is tested, and real Azure credentials (AZURE_*, IDENTITY_*, MSI_*) must never get in.
 */
const inherited = new Set(
  [
    'PATH HOME USER LOGNAME SHELL TERM LANG LANGUAGE TZ TMPDIR TMP TEMP',
    'SYSTEMROOT WINDIR COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA',
    'LD_LIBRARY_PATH DYLD_LIBRARY_PATH XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR',
    'DOTNET_ROOT DOTNET_CLI_HOME NUGET_PACKAGES JAVA_HOME GRADLE_USER_HOME MAVEN_HOME',
    'GOPATH GOROOT GOCACHE GOMODCACHE VIRTUAL_ENV PYENV_ROOT PYENV_VERSION PYTHONHOME',
    'NVM_DIR VOLTA_HOME ASDF_DIR ASDF_DATA_DIR CARGO_HOME RUSTUP_HOME GEM_HOME BUNDLE_PATH',
  ].flatMap((names) => names.split(' ')),
)
const inheritedPrefix = 'LC_'

/** Never through the proxy: the target itself and what it runs beside it. */
const loopback = ['127.0.0.1', 'localhost', '::1']

export interface WiringOptions {
  /** The forward proxy's. */
  readonly proxyUrl: string
  readonly trust: Pick<TrustFiles, 'certificateFile' | 'javaTrustStoreFile' | 'emptyFolder'>
}

/**
 * The variables that lead the SDKs of the usual runtimes to the stand-in cloud at its real host names, with every check
 * of theirs left on:
 *
 * - all of them: the proxy variables, in both cases since curl reads only the small `http_proxy`
 * - Node: `NODE_USE_ENV_PROXY` (from 22.21 and 24 on), `NODE_EXTRA_CA_CERTS`
 * - Python: `SSL_CERT_FILE`, and `REQUESTS_CA_BUNDLE` for requests
 * - Go, Ruby, .NET on Linux, and whatever uses OpenSSL: `SSL_CERT_FILE`
 * - curl: `CURL_CA_BUNDLE`
 * - Java: `JAVA_TOOL_OPTIONS`
 * - Azure CLI as a credential of last resort: `AZURE_CONFIG_DIR`, an empty folder, so that no token of the user who runs
 *   the tests gets in
 */
export function wiringEnvironment({ proxyUrl, trust }: WiringOptions): Record<string, string> {
  const noProxy = loopback.join(',')
  return {
    HTTP_PROXY: proxyUrl,
    http_proxy: proxyUrl,
    HTTPS_PROXY: proxyUrl,
    https_proxy: proxyUrl,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: trust.certificateFile,
    SSL_CERT_FILE: trust.certificateFile,
    REQUESTS_CA_BUNDLE: trust.certificateFile,
    CURL_CA_BUNDLE: trust.certificateFile,
    JAVA_TOOL_OPTIONS: javaToolOptions(proxyUrl, trust.javaTrustStoreFile),
    AZURE_CONFIG_DIR: trust.emptyFolder,
  }
}

/**
 * A target is started some thirty times in a run. Node keeps what it has compiled, and stripped of its types, where it
 * keeps it by default once a program asks for it: that takes a fifth off each start, and changes nothing else.
 */
export const quickStart: Readonly<Record<string, string>> = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') }

/**
 * The whole environment of a child: what it inherits, the wiring, and on top of both the target's own settings.
 * @param parent for example `process.env`
 */
export function childEnvironment(options: {
  readonly parent: Readonly<Record<string, string | undefined>>
  readonly wiring: Readonly<Record<string, string>>
  readonly settings: Readonly<Record<string, string>>
}): Record<string, string> {
  const kept = Object.entries(options.parent).filter((entry): entry is [string, string] => {
    const name = entry[0].toUpperCase()
    return entry[1] !== undefined && (inherited.has(name) || name.startsWith(inheritedPrefix))
  })
  return { ...Object.fromEntries(kept), ...options.wiring, ...options.settings }
}

/** The variables that lead a child to one mount. Disposing removes the files they name. */
export interface Wiring extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>
}

/** Writes the trust files for an authority and gives the variables that point to them and to the proxy. */
export async function createWiring(options: {
  readonly proxyUrl: string
  readonly authority: CertificateAuthority
}): Promise<Wiring> {
  const trust = await writeTrustFiles(options.authority.certificatePem)
  return {
    environment: wiringEnvironment({ proxyUrl: options.proxyUrl, trust }),
    [Symbol.asyncDispose]: () => trust[Symbol.asyncDispose](),
  }
}

function javaToolOptions(proxyUrl: string, trustStoreFile: string): string {
  const { hostname, port } = new URL(proxyUrl)
  return Object.entries({
    'http.proxyHost': hostname,
    'http.proxyPort': port,
    'https.proxyHost': hostname,
    'https.proxyPort': port,
    'http.nonProxyHosts': 'localhost|127.*|[::1]',
    // Quoted: the path may hold blanks.
    'javax.net.ssl.trustStore': `"${trustStoreFile}"`,
    'javax.net.ssl.trustStoreType': 'JKS',
    'javax.net.ssl.trustStorePassword': trustStorePassword,
  })
    .map(([name, value]) => `-D${name}=${value}`)
    .join(' ')
}
