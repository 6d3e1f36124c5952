/**
 * The wiring tried on real, unmodified runtimes: each is started as a target would be and fetches a document from the
 * real host name of Entra ID over https, with its own checks on.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import type { Mount } from '../mounts/contract.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'
import { fakeCloud } from '../mounts/testing/fake-cloud.ts'
import { trustStorePassword } from './java-trust-store.ts'
import { writeTrustFiles, type TrustFiles } from './trust-files.ts'
import { childEnvironment, wiringEnvironment } from './wiring.ts'

const run = promisify(execFile)
const entra = 'login.microsoftonline.com'
const address = `https://${entra}/common/v2.0/.well-known/openid-configuration`

const javaProgram = `
  import java.net.URI;
  import java.net.http.*;
  class Fetch {
    public static void main(String[] args) throws Exception {
      var request = HttpRequest.newBuilder(URI.create(args[0])).build();
      System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }`

/** A program and its arguments before the address. Those that are not installed are skipped. */
const runtimes: Readonly<Record<string, readonly string[]>> = {
  'node fetch': [process.execPath, '-e', 'console.log(await (await fetch(process.argv[1])).text())'],
  'node https': [
    process.execPath,
    '-e',
    'require("node:https").get(process.argv[1], (r) => r.setEncoding("utf8").on("data", console.log))',
  ],
  'python urllib': [
    'python3',
    '-c',
    'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())',
  ],
  'python requests': ['python3', '-c', 'import sys, requests; print(requests.get(sys.argv[1]).text)'],
  curl: ['curl', '--silent', '--show-error', '--fail'],
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['-version']).error === undefined
}

const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0

const cloud = fakeCloud([entra], ({ url }) => Response.json({ asked: url }))
let folder: string
let proxy: Mount
let trust: TrustFiles

/** Runs a program with the environment of a target. */
async function runWired(command: readonly string[], settings: Record<string, string> = {}): Promise<string> {
  const [program = '', ...args] = command
  const wiring = wiringEnvironment({ proxyUrl: proxy.url, trust })
  const { stdout } = await run(program, args, { env: childEnvironment({ parent: process.env, wiring, settings }) })
  return stdout
}

beforeAll(async () => {
  // A blank in the path, since every variable must survive one.
  folder = await mkdtemp(join(tmpdir(), 'with a blank '))
  vi.stubEnv('TMPDIR', folder)
  const authority = await createCertificateAuthority()
  proxy = await startForwardProxy({ mock: cloud, authority })
  trust = await writeTrustFiles(authority.certificatePem)
  vi.unstubAllEnvs()
})
afterAll(async () => {
  await trust[Symbol.asyncDispose]()
  await proxy[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const present = Object.entries(runtimes).map(([name, command]) => {
  const missing = !isInstalled(command[0] ?? '') || (name === 'python requests' && !hasRequests)
  return { title: missing ? `${name} (not applicable: it is not installed here)` : name, command, missing }
})

describe.each(present)('$title', ({ command, missing }) => {
  it.skipIf(missing)('reaches the stand-in cloud at the real host name', async () => {
    expect(JSON.parse(await runWired([...command, address]))).toEqual({ asked: address })
  })

  it.skipIf(missing)('reaches no other host, and the attempt is recorded', async () => {
    const since = cloud.ledger.mark()
    await expect(runWired([...command, 'https://graph.microsoft.com/v1.0/me'])).rejects.toThrow(/./)
    expect(cloud.ledger.entries({ since })).toMatchObject([{ host: 'graph.microsoft.com', refused: true }])
  })

  it.skipIf(missing)('trusts nothing but this authority', async () => {
    const other = await createCertificateAuthority()
    await using another = await startForwardProxy({ mock: cloud, authority: other })
    const settings = { HTTPS_PROXY: another.url, https_proxy: another.url }
    await expect(runWired([...command, address], settings)).rejects.toThrow(/certificate|CERT/i)
  })
})

describe.skipIf(!isInstalled('java'))('java (not applicable where it is not installed)', () => {
  it('reaches the stand-in cloud at the real host name', async () => {
    const source = join(folder, 'Fetch.java')
    await writeFile(source, javaProgram)
    expect(JSON.parse(await runWired(['java', source, address]))).toEqual({ asked: address })
  })

  it('reads the trust store, its checksum included', async () => {
    const store = ['-keystore', trust.javaTrustStoreFile, '-storetype', 'JKS', '-storepass', trustStorePassword]
    const { stdout } = await run('keytool', ['-list', ...store])
    expect(stdout).toContain('entra-conformance')
    expect(stdout).toContain('trustedCertEntry')
    const wrong = ['-keystore', trust.javaTrustStoreFile, '-storetype', 'JKS', '-storepass', 'another']
    await expect(run('keytool', ['-list', ...wrong])).rejects.toThrow()
  })
})

describe('writeTrustFiles', () => {
  it('lets nobody else into the folder, and removes it', async () => {
    const files = await writeTrustFiles((await createCertificateAuthority()).certificatePem)
    const parent = join(files.certificateFile, '..')
    expect((await stat(parent)).mode & 0o777).toBe(0o700)
    await files[Symbol.asyncDispose]()
    await expect(stat(parent)).rejects.toThrow('ENOENT')
  })
})
