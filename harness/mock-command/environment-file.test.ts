import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

import { afterAll, expect, test } from 'vitest'

import { renderEnd, renderEnvironment, replaceEnvironmentFile, writeEnvironmentFile } from './environment-file.ts'
import { inSourcedShell } from './testing/command.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'

const temporary = await createTemporaryFolder('env')
afterAll(() => temporary[Symbol.asyncDispose]())
const folder = temporary.path

const odd = `a 'quoted' "text" with $HOME, \`pwd\`, \\ and #`
const groups = [
  { title: 'One', variables: { ONE: odd, HTTPS_PROXY: 'http://127.0.0.1:1' } },
  { title: 'Identity', variables: { IDENTITY_ENDPOINT: 'http://127.0.0.1:2' } },
]

test('a shell gets the values as they are, and loses credentials of other sources', async () => {
  const file = join(folder, 'shell.env')
  await writeEnvironmentFile(file, renderEnvironment(groups))
  const command = [
    'env',
    'MSI_ENDPOINT=left',
    'sh',
    '-c',
    '. "$0" && printf "%s|" "$ONE" "$IDENTITY_ENDPOINT" "${MSI_ENDPOINT-none}"',
    file,
  ]
  expect(await inSourcedShell(file, command)).toBe(`${odd}|http://127.0.0.1:2|none|`)
})

test('once the cloud has ended, sourcing the file leads back', async () => {
  const [file, end] = [join(folder, 'begin.env'), join(folder, 'end.env')]
  await writeEnvironmentFile(file, renderEnvironment(groups))
  await writeEnvironmentFile(end, renderEnd(groups))
  const command = [
    'sh',
    '-c',
    '. "$0" && printf "%s|" "${ONE-none}" "${HTTPS_PROXY-none}" "${IDENTITY_ENDPOINT-none}"',
    end,
  ]
  expect(await inSourcedShell(file, command)).toBe('none|none|none|')
})

test('what Node reads from env files reads it too', () => {
  const plain = [{ title: 'One', variables: { ONE: 'a value with = and "quotes"' } }]
  expect(parseEnv(renderEnvironment(plain))).toMatchObject({ ONE: 'a value with = and "quotes"' })
})

test('only this user may read it, and nothing is left beside it', async () => {
  const file = join(folder, 'private.env')
  await writeFile(file, 'older', { mode: 0o644 })
  await writeEnvironmentFile(file, 'newer')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await replaceEnvironmentFile(file, 'newer', 'the end')
  expect(await readFile(file, 'utf8')).toBe('the end')
  await replaceEnvironmentFile(file, 'newer', 'not this')
  expect(await readFile(file, 'utf8')).toBe('the end')
  expect((await readdir(folder)).filter((name) => name.startsWith('private'))).toEqual(['private.env'])
})

test('a folder that is not there is named', async () => {
  const file = join(folder, 'none', 'x.env')
  await expect(writeEnvironmentFile(file, '')).rejects.toMatchObject({
    code: 'ENV_FILE',
    fault: 'config',
    message: expect.stringContaining(file),
  })
})
