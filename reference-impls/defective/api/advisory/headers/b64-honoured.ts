import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'An unencoded payload is verified as such',
  description: 'A general JWS library supports RFC 7797, so two readers of one token see two payloads.',
  foundBy: ['api.headers.b64.false.with-crit.signed-unencoded', 'api.headers.b64.false.without-crit.signed-unencoded'],
} satisfies Defect

export default defectiveApi({
  checkCritical: () => {},
  verifySignature: (token, key, context) => {
    if (token.header['b64'] !== false) return defaults.verifySignature(token, key, context)
    const [header = '', payload = ''] = token.signed.split('.')
    const signed = `${header}.${Buffer.from(payload, 'base64url').toString()}`
    return defaults.verifySignature({ ...token, signed }, key, context)
  },
})
