import { type Defect, defectiveApi } from '../base/defect.ts'
import { keyFromToken } from '../base/mistakes.ts'
import { X509Certificate } from 'node:crypto'

export const defect = {
  title: 'The token brings its own certificate',
  description: 'The key is taken from `header.x5c[0]`, and nobody asks who issued the certificate.',
  foundBy: [
    'api.headers.x5c.own-kid',
    'api.headers.x5c.genuine-kid',
    'api.headers.x5c.no-kid',
    'api.headers.x5c.genuine-second',
    'api.headers.all-key-members',
  ],
} satisfies Defect

export default defectiveApi(
  keyFromToken(({ header: { x5c, kid } }) => {
    if (!Array.isArray(x5c) || typeof x5c[0] !== 'string') return undefined
    const certificate = new X509Certificate(Buffer.from(x5c[0], 'base64'))
    return { ...certificate.publicKey.export({ format: 'jwk' }), kid: String(kid) }
  }),
)
