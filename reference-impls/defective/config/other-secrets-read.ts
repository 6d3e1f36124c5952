import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'A secret is read that is no setting of it',
  description: 'A list of names shared by all services: each reads everything that any of them needs.',
  foundBy: ['configuration.key-vault.least-privilege.declared-secrets'],
}

await start({
  openVault: async (url) => {
    const vault = await openVault(url)
    return {
      async getSecret(name, signal) {
        await vault.getSecret('database-password', signal).catch(() => {})
        return vault.getSecret(name, signal)
      },
    }
  },
})
