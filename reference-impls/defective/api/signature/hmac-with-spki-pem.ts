import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted, spkiOf, pem } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as an SPKI PEM',
  description: 'The key is kept as the PEM file the portal shows, and the header decides that it is an HMAC secret.',
  foundBy: [
    'api.signature.alg-confusion.hs256.spki-pem',
    'api.signature.alg-confusion.hs384.spki-pem',
    'api.signature.alg-confusion.hs512.spki-pem',
    'api.signature.alg-confusion.hs256.second-published-key',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(({ n, e }) => pem('PUBLIC KEY', spkiOf({ n, e }))))
