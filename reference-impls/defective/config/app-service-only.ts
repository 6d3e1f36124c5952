import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'It knows the identity of App Service alone',
  description: '`process.env.IDENTITY_ENDPOINT` or nothing: on a virtual machine or in AKS it does not start.',
  foundBy: ['configuration.key-vault.identity.imds'],
}

await start({
  openVault: (url) => {
    if (process.env['IDENTITY_ENDPOINT'] === undefined) throw new Error('IDENTITY_ENDPOINT is missing')
    return openVault(url)
  },
})
