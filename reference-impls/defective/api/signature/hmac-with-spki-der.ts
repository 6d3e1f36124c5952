import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted, spkiOf } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as SPKI DER',
  description: 'The key is kept as DER bytes, and `verify(bytes, alg)` takes bytes for HMAC as for RSA.',
  foundBy: [
    'api.signature.alg-confusion.hs256.spki-der',
    'api.signature.alg-confusion.hs384.spki-der',
    'api.signature.alg-confusion.hs512.spki-der',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(({ n, e }) => spkiOf({ n, e })))
