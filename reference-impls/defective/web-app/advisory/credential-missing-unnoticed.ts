import { start } from '../../../node/web-app/src/server.ts'

export const defect = {
  title: 'Without a credential the app starts all the same',
  description: '`process.env.CLIENT_SECRET ?? ""`: that nothing is there shows when the first user signs in.',
  foundBy: ['credentials.{secret,certificate,federated}.setting-{absent,empty}'],
}

const given = ['CLIENT_SECRET', 'CLIENT_CERT_PATH', 'MANAGED_IDENTITY_CLIENT_ID'].filter((name) => process.env[name])
if (given.length === 0) process.env['CLIENT_SECRET'] = 'to be set'
start()
