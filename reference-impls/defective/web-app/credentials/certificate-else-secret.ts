import { readCertificate } from '../../../node/web-app/src/entra/certificate.ts'
import { start } from '../../../node/web-app/src/server.ts'

export const defect = {
  title: 'A certificate that is no good is replaced by the old secret',
  description: '`catch { return { clientSecret } }` around the reading of the file.',
  foundBy: ['credentials.certificate.expired', 'credentials.certificate.wrong-key'],
}

const { CLIENT_CERT_PATH: path } = process.env
if (path !== undefined && 'problem' in readCertificate(path, undefined, false)) {
  for (const name of Object.keys(process.env)) if (name.startsWith('CLIENT_CERT_')) delete process.env[name]
  process.env['CLIENT_SECRET'] = 'the-one-before'
}
start()
