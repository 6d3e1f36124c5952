import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'An expired secret is taken',
  description: '`(await client.getSecret(name)).value`: the vault hands out an expired secret; its date only informs.',
  foundBy: ['configuration.key-vault.failure.expired'],
}

await start({
  openVault: async (url) => {
    const vault = await openVault(url)
    return {
      getSecret: async (name, signal) => ({
        ...(await vault.getSecret(name, signal)),
        expires: undefined,
        notBefore: undefined,
      }),
    }
  },
})
