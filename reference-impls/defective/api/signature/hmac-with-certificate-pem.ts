import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted, pem } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as its certificate in PEM',
  description: 'The certificate of `x5c` is wrapped in PEM lines, and the header decides that it is an HMAC secret.',
  foundBy: [
    'api.signature.alg-confusion.hs256.certificate-pem',
    'api.signature.alg-confusion.hs384.certificate-pem',
    'api.signature.alg-confusion.hs512.certificate-pem',
  ],
} satisfies Defect

const firstOf = (x5c: unknown): string => (Array.isArray(x5c) ? String(x5c[0]) : '')

export default defectiveApi(hmacAccepted(({ x5c }) => pem('CERTIFICATE', Buffer.from(firstOf(x5c), 'base64'))))
