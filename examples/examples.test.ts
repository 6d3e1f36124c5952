import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { decodeJwt } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

import { inSourcedShell, startMockProcess } from '../harness/mock-command/testing/command.ts'
import { python, pythonWitnesses } from '../harness/witness/python/python.ts'

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

describe('plain SDK code, in a shell that has sourced what `mock` wrote', async () => {
  const mock = await startMockProcess()
  afterAll(() => mock[Symbol.asyncDispose]())

  test('Node', async () => {
    const output = await inSourcedShell(mock.environmentFile, [process.execPath, join(folder, 'node/app.mjs')])
    expect(printed.parse(JSON.parse(output))).toMatchObject(expected)
  })

  test.skipIf(!pythonWitnesses.apply)(`Python${pythonWitnesses.note}`, async () => {
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
