import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as its certificate in base64',
  description: '`x5c[0]` goes to the verifier as it is, which takes text for an HMAC secret.',
  foundBy: [
    'api.signature.alg-confusion.hs256.certificate-base64',
    'api.signature.alg-confusion.hs384.certificate-base64',
    'api.signature.alg-confusion.hs512.certificate-base64',
  ],
} satisfies Defect

const firstOf = (x5c: unknown): string => (Array.isArray(x5c) ? String(x5c[0]) : '')

export default defectiveApi(hmacAccepted(({ x5c }) => firstOf(x5c)))
