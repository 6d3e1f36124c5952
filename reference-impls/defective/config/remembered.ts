import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

import { loadEnvironment } from '../../node/config/load-environment.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'What the vault once said is kept in a file',
  description:
    'A cache for faster starts, without an end: a changed secret never counts, and a withdrawn one for ever.',
  foundBy: [
    'configuration.key-vault.rotation.restart',
    'configuration.key-vault.rotation.deleted',
    'configuration.key-vault.rotation.disabled',
    'configuration.key-vault.rotation.right-withdrawn',
  ],
}

const file = `${process.env['DATABASE_PATH'] ?? 'api'}.settings`

function remembered(): NodeJS.Dict<string> {
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}

await start({
  load: async (environment, options) => {
    const known = remembered()
    if (Object.keys(known).length > 0) return { environment: { ...environment, ...known }, degraded: undefined }
    const loaded = await loadEnvironment(environment, options)
    const read = options.vaultSettings.map(({ variable }) => `${variable}=${loaded.environment[variable]}`)
    writeFileSync(file, read.join('\n'))
    return loaded
  },
})
