import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted, spkiOf, pem } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as an SPKI PEM with Windows line ends',
  description: 'The PEM was checked out on Windows, and the header decides that it is an HMAC secret.',
  foundBy: [
    'api.signature.alg-confusion.hs256.spki-pem-crlf',
    'api.signature.alg-confusion.hs384.spki-pem-crlf',
    'api.signature.alg-confusion.hs512.spki-pem-crlf',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(({ n, e }) => pem('PUBLIC KEY', spkiOf({ n, e })).replaceAll('\n', '\r\n')))
