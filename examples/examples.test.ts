import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { decodeJwt } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

import { inSourcedShell, startMockProcess } from '../harness/mock-command/testing/command.ts'

const run = promisify(execFile)
const folder = import.meta.dirname
const printed = z.object({ secret: z.string(), token: z.string().transform((token) => decodeJwt(token)) })
const expected = {
  secret: 'mock-password-of-the-database',
  token: {
    aud: 'c1c1c1c1-0000-4000-8000-000000000001',
    azp: 'c3c3c3c3-0000-4000-8000-000000000001',
    iss: 'https://login.microsoftonline.com/a1a1a1a1-0000-4000-8000-000000000001/v2.0',
  },
}

/** Why there is no Python environment, if there is none. It is made once, with a package index that pip can reach. */
async function whyNoPython(): Promise<string | undefined> {
  try {
    await run(join(folder, 'python/setup.sh'), { timeout: 300_000 })
    return undefined
  } catch (error) {
    const required = (process.env['ENTRA_CONFORMANCE_REQUIRE'] ?? '').split(',').includes('python')
    if (required) throw error
    return error instanceof Error ? error.message : String(error)
  }
}

describe('plain SDK code, in a shell that has sourced what `mock` wrote', async () => {
  const [mock, noPython] = await Promise.all([startMockProcess(), whyNoPython()])
  afterAll(() => mock[Symbol.asyncDispose]())

  test('Node', async () => {
    const output = await inSourcedShell(mock.environmentFile, [process.execPath, join(folder, 'node/app.mjs')])
    expect(printed.parse(JSON.parse(output))).toMatchObject(expected)
  })

  test('Python', async ({ skip }) => {
    skip(noPython !== undefined, `not applicable: ${noPython}`)
    const python = join(folder, 'python/.venv/bin/python')
    const output = await inSourcedShell(mock.environmentFile, [python, join(folder, 'python/app.py')])
    expect(printed.parse(JSON.parse(output))).toMatchObject(expected)
  })
})

test.each([
  [
    'mock-azure.ts',
    ['with the secret: 200', 'with another: 401', 'while Entra ID is down: 503', 'requests for tokens: 3'],
  ],
  ['msw.ts', ['before: mock-password-of-the-database', 'after: another']],
])('the library: %s', async (file, lines) => {
  const { stdout } = await run(process.execPath, [join(folder, file)])
  expect(stdout.trim().split('\n')).toEqual(lines)
})
