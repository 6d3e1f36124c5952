import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted, spkiOf, pem } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as a PKCS #1 PEM',
  description: '`openssl rsa -RSAPublicKey_out` wrote the key file, and the header decides that it is an HMAC secret.',
  foundBy: [
    'api.signature.alg-confusion.hs256.pkcs1-pem',
    'api.signature.alg-confusion.hs384.pkcs1-pem',
    'api.signature.alg-confusion.hs512.pkcs1-pem',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(({ n, e }) => pem('RSA PUBLIC KEY', spkiOf({ n, e }).subarray(24))))
