import { createHash, X509Certificate } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

import type { CertificateAuthority } from '../mounts/contract.ts'

/** Where people sign in: hosts that a browser meets. */
const signInHosts = ['login.microsoftonline.com', 'login.microsoft.com']

/** What of a browser's network use has nothing to do with the pages it shows. */
const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-quic',
  '--disable-sync',
]

/**
 * What a Chromium is started with so that the sign-in pages at their real address are the cloud's. Of certificates it
 * does not know it accepts these alone, by their keys; every other check stays on, and nothing is installed.
 */
export async function browserArguments(proxyUrl: string, authority: CertificateAuthority): Promise<readonly string[]> {
  const leaves = await Promise.all(signInHosts.map((host) => authority.leaf(host)))
  const keys = leaves.map(({ certificatePem }) => keyHash(certificatePem))
  return [`--proxy-server=${proxyUrl}`, `--ignore-certificate-errors-spki-list=${keys.join(',')}`, ...quiet]
}

function keyHash(certificatePem: string): string {
  const key = new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest('base64')
}

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge']

/** How a Chromium is called on this machine; `chromium` where none is found. */
export function browserProgram(path = process.env['PATH'] ?? ''): string {
  const found = programs.find((name) => onPath(name, path) !== undefined)
  return found ?? macFiles.find(isExecutable) ?? 'chromium'
}

/** The file of a Chromium on this machine; undefined where none is found. */
export function findBrowser(path = process.env['PATH'] ?? ''): string | undefined {
  return [...programs.map((name) => onPath(name, path)), ...macFiles].find(
    (file) => file !== undefined && isExecutable(file),
  )
}

const macFiles = macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

function onPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
