import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'The authority of the challenge is believed',
  description: 'A client written by hand asks for its token wherever the answer says, with its identity header.',
  foundBy: ['configuration.key-vault.challenge.other-authority'],
}

await start({
  openVault: async (url) => {
    const challenge = (await fetch(`${url}/secrets/azure-tenant-id?api-version=7.4`)).headers.get('www-authenticate')
    const authority = /authorization="([^"]+)"/.exec(challenge ?? '')?.[1]
    if (authority !== undefined && !authority.startsWith('https://login.microsoftonline.com/')) {
      const headers = { authorization: `Bearer ${process.env['IDENTITY_HEADER']}` }
      await fetch(`${authority}/oauth2/v2.0/token`, { method: 'POST', headers }).catch(() => {})
    }
    return openVault(url)
  },
})
