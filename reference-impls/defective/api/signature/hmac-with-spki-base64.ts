import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted, spkiOf } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as the base64 of its SPKI',
  description: 'The key is configured as one line of base64, and the header decides that it is an HMAC secret.',
  foundBy: [
    'api.signature.alg-confusion.hs256.spki-base64',
    'api.signature.alg-confusion.hs384.spki-base64',
    'api.signature.alg-confusion.hs512.spki-base64',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(({ n, e }) => spkiOf({ n, e }).toString('base64')))
