import { start } from '../../../node/web-app/src/server.ts'

export const defect = {
  title: 'A secret wins over whatever was to replace it',
  description: '`if (process.env.CLIENT_SECRET)` comes first, and the old setting was never removed.',
  foundBy: ['credentials.certificate.secret-beside', 'credentials.federated.secret-beside'],
}

if (process.env['CLIENT_SECRET'] !== undefined) process.env['CLIENT_CREDENTIAL'] = 'secret'
start()
