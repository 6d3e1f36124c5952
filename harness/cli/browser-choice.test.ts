import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { configSchema, kindOf } from '../config/schema.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { chosenBrowser } from './browser-choice.ts'

const launch = 'run it'
const webApp = kindOf(
  configSchema.parse({ webApp: { launch, credentials: { secret: { env: { SECRET: '${clientSecret}' } } } } }),
)
const broker = kindOf(configSchema.parse({ broker: { launch } }))

it('a Chromium is the first one on the PATH', async () => {
  await using folder = await createTemporaryFolder('test')
  const executable = join(folder.path, 'google-chrome')
  await writeFile(executable, '')
  await chmod(executable, 0o755)
  expect(await chosenBrowser('chromium', webApp, `/nowhere:${folder.path}`)).toEqual({ name: 'chromium', executable })
})

it('the player needs nothing', async () => {
  expect(await chosenBrowser('player', broker, '/nowhere')).toEqual({ name: 'player' })
})

it.skipIf(process.platform === 'darwin')('a Chromium that is not there is named, and what to do about it', async () => {
  const problem = { code: 'BROWSER_NOT_FOUND', fault: 'config', fix: expect.stringContaining('apt-get install') }
  await expect(chosenBrowser('chromium', webApp, '/nowhere')).rejects.toMatchObject(problem)
})

it('a system without pages has nothing for a browser', async () => {
  await expect(chosenBrowser('chromium', broker)).rejects.toMatchObject({ code: 'BROWSER_WITHOUT_PAGES' })
})
