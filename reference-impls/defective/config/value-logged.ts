import { openVault } from '../../node/config/key-vault.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'Values of the vault are logged',
  description: '`console.log("loaded", name, value)`, left from the day it was set up.',
  foundBy: ['configuration.key-vault.secrecy.output'],
}

await start({
  openVault: async (url) => {
    const vault = await openVault(url)
    return {
      async getSecret(name, signal) {
        const secret = await vault.getSecret(name, signal)
        console.log(`loaded ${name}: ${secret.value}`)
        return secret
      },
    }
  },
})
