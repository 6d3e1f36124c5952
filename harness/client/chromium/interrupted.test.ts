import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { glob, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, describe, expect, it, vi } from 'vitest'

import { findChromium } from '../../witness/entra-browser.ts'

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))
const parent = await mkdtemp(join(tmpdir(), 'interrupted '))
afterAll(() => rm(parent, { recursive: true, force: true }))

/** A run of one case, which takes a second or two once its target is up. */
function startRun(): ChildProcess {
  const args = [
    'run',
    '--config',
    'reference-impls/node/web-app',
    '--browser',
    'chromium',
    '--case',
    'web-app.session.two-users',
  ]
  const command = join(projectRoot, 'harness/cli/entra-conformance.mjs')
  return spawn(process.execPath, [command, ...args, '--report-dir', join(parent, 'reports')], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: parent },
    stdio: 'ignore',
  })
}

async function ours(): Promise<readonly string[]> {
  return (await readdir(parent)).filter((name) => name.startsWith('entra-conformance-'))
}

/** The command lines of all processes. A Chromium's names its profile, which is in the folder. */
async function programs(): Promise<string> {
  return (await promisify(execFile)('ps', ['-eo', 'args'], { maxBuffer: 2 ** 24 })).stdout
}

// A target has files when Chromium is up.
describe.skipIf(findChromium() === undefined)('a run with Chromium (not applicable without one)', () => {
  it.each([
    ['SIGINT', 2],
    ['SIGKILL', null],
  ] as const)('leaves none behind after %s', { timeout: 120_000 }, async (signal, code) => {
    const run = startRun()
    await vi.waitUntil(async () => (await Array.fromAsync(glob('*-client-*/data/*', { cwd: parent }))).length > 0, {
      timeout: 60_000,
    })
    run.kill(signal)
    await once(run, 'exit')
    expect(run.exitCode).toBe(code)
    await vi.waitUntil(async () => (await ours()).length === 0, { timeout: 30_000 })
    expect(await programs()).not.toContain(parent)
  })
})
