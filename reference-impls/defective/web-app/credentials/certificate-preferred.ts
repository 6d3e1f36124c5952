import { start } from '../../../node/web-app/src/server.ts'

export const defect = {
  title: 'A certificate wins over the managed identity that was to replace it',
  description: '`if (process.env.CLIENT_CERT_PATH)` comes first, and the old setting was never removed.',
  foundBy: ['credentials.federated.certificate-beside'],
}

if (process.env['CLIENT_CERT_PATH'] !== undefined) process.env['CLIENT_CREDENTIAL'] = 'certificate'
start()
