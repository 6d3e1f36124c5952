import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as its modulus',
  description: '`key.n` goes to a verifier that takes text for an HMAC secret.',
  foundBy: [
    'api.signature.alg-confusion.hs256.modulus',
    'api.signature.alg-confusion.hs384.modulus',
    'api.signature.alg-confusion.hs512.modulus',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(({ n }) => String(n)))
