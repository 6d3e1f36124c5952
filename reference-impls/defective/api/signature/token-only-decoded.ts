import { type Defect, defectiveApi } from '../base/defect.ts'
import { withoutSignature, membersLeniently } from '../base/mistakes.ts'

export const defect = {
  title: 'The token is decoded and nothing else',
  description:
    '`jwtDecode(token)` from a front-end library: the header is never read, the signature never checked, the claims believed.',
  foundBy: [
    'api.signature.wrong-key.no-kid',
    'api.headers.jku.userinfo',
    'api.headers.kid.path-traversal',
    'api.issuer.other-tenant.claims-ours',
    'api.signature.weak-secret.dictionary.password',
  ],
} satisfies Defect

export default defectiveApi({
  ...withoutSignature(() => true),
  parseToken: (wire) => ({
    wire,
    header: {},
    claims: membersLeniently(Buffer.from(wire.split('.')[1] ?? '', 'base64url')),
    signed: '',
    signature: new Uint8Array(),
  }),
})
