import { createHash } from 'node:crypto'

import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion names its certificate by SHA-1',
  description: '`x5t` alone, as before there was `x5t#S256`.',
  foundBy: ['credentials.certificate.thumbprint-sha256'],
}

startWithAssertions(({ header: { typ, alg, x5c }, claims }) => {
  const [certificate] = Array.isArray(x5c) ? x5c.map(String) : []
  const x5t = createHash('sha1')
    .update(Buffer.from(certificate ?? '', 'base64'))
    .digest('base64url')
  return { header: { typ, alg, x5t, x5c }, claims }
})
