import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as the JSON of its JWK',
  description: 'The JWK is kept as text and parsed late; an HMAC is checked with the text.',
  foundBy: [
    'api.signature.alg-confusion.hs256.jwk-json',
    'api.signature.alg-confusion.hs384.jwk-json',
    'api.signature.alg-confusion.hs512.jwk-json',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted((jwk) => JSON.stringify({ ...jwk, issuer: undefined })))
