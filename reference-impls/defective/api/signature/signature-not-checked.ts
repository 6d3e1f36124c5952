import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The token is decoded, not verified',
  description:
    '`jwt.decode()` where `jwt.verify()` was meant: the claims are read and checked, the signature never is.',
  foundBy: [
    'api.signature.bit-flipped',
    'api.signature.of-another-token',
    'api.signature.payload-swapped.user',
    'api.signature.wrong-key.right-kid',
  ],
} satisfies Defect

export default defectiveApi({ verifySignature: () => Promise.resolve() })
