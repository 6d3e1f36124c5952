import { start } from './base/start.ts'

export const defect = {
  title: 'The certificate of the vault is not checked',
  description: '`NODE_TLS_REJECT_UNAUTHORIZED=0`, once set for a proxy that breaks TLS.',
  foundBy: ['configuration.key-vault.failure.certificate'],
}

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
process.removeAllListeners('warning')

await start({})
