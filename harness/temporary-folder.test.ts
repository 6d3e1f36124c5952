/** No folder outlives the process that made it, whichever way that ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { afterAll, describe, expect, it, vi } from 'vitest'

import { createTemporaryFolder } from './temporary-folder.ts'

const module = JSON.stringify(new URL('temporary-folder.ts', import.meta.url).href)
const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const commandLine = join(projectRoot, 'harness/cli/entra-conformance.mjs')
/** Where the programs below make theirs: the blank and the star would be more than one word to a careless shell. */
const parent = await mkdtemp(join(tmpdir(), 'with a * and a blank '))
afterAll(() => rm(parent, { recursive: true, force: true }))

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: parent },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** A program that makes three folders, disposes one of them, shows the other two, and goes on with `more`. */
function makeFolders(more: string): ChildProcess {
  const source = `
    const { createTemporaryFolder } = await import(${module})
    const [one, other, third] = [await createTemporaryFolder('a'), await createTemporaryFolder('b'), await createTemporaryFolder('c')]
    await other[Symbol.asyncDispose]()
    console.log(JSON.stringify([one.path, third.path]))
    ${more}`
  return start(['--input-type=module', '--eval', source])
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('no output')
  for await (const line of createInterface({ input: stdout })) return line
  throw new Error('no line')
}

async function ours(): Promise<readonly string[]> {
  return (await readdir(parent)).filter((name) => name.startsWith('entra-conformance-'))
}

async function expectNothingLeft(): Promise<void> {
  await vi.waitUntil(async () => (await ours()).length === 0, { timeout: 20_000, interval: 20 })
  expect(await ours()).toEqual([])
}

it('is this user’s alone, and gone when it is disposed', async () => {
  const folder = await createTemporaryFolder('test')
  expect((await stat(folder.path)).mode & 0o777).toBe(0o700)
  await writeFile(join(folder.path, 'file'), 'text')
  await folder[Symbol.asyncDispose]()
  await expect(stat(folder.path)).rejects.toThrow('ENOENT')
})

describe('folders that nobody disposed are removed', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)('after %s', async (signal) => {
    const program = makeFolders('setInterval(() => {}, 1000)')
    await firstLine(program)
    expect(await ours()).toHaveLength(2)
    program.kill(signal)
    await expectNothingLeft()
  })

  it.each([
    ['at the end', '', 0],
    ['after an exit', 'process.exit(3)', 3],
    ['after an error', 'throw new Error("on purpose")', 1],
  ])('%s', async (_, more, code) => {
    const program = makeFolders(more)
    await once(program, 'exit')
    expect(program.exitCode).toBe(code)
    await expectNothingLeft()
  })

  it('at any moment: as soon as there is one', async () => {
    const source = `
      import { readdirSync } from 'node:fs'
      const { createTemporaryFolder } = await import(${module})
      void createTemporaryFolder('early')
      while (!readdirSync(${JSON.stringify(parent)}).some((name) => name.includes('-early-')));
      process.kill(process.pid, 'SIGKILL')`
    const program = start(['--input-type=module', '--eval', source])
    await once(program, 'exit')
    expect(program.signalCode).toBe('SIGKILL')
    await expectNothingLeft()
  })

  it('after a run of the command was killed in the midst of its worlds', async () => {
    const run = start([commandLine, 'run', '--case', 'api.signature.*', '--report-dir', join(parent, 'reports')])
    await vi.waitUntil(async () => (await ours()).some((name) => name.includes('-world-')), { timeout: 40_000 })
    run.kill('SIGKILL')
    await expectNothingLeft()
    expect(run.signalCode).toBe('SIGKILL')
  })
})
