import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted, spkiOf } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as PKCS #1 DER',
  description: 'The RSAPublicKey bytes are handed to a verifier that takes bytes for HMAC as for RSA.',
  foundBy: [
    'api.signature.alg-confusion.hs256.pkcs1-der',
    'api.signature.alg-confusion.hs384.pkcs1-der',
    'api.signature.alg-confusion.hs512.pkcs1-der',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(({ n, e }) => spkiOf({ n, e }).subarray(24)))
