import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted, spkiOf, pem } from '../base/mistakes.ts'

export const defect = {
  title: 'The public key is taken for an HMAC secret, as an SPKI PEM without its last line break',
  description: 'The PEM comes from an environment variable, trimmed, and the header decides that it is an HMAC secret.',
  foundBy: [
    'api.signature.alg-confusion.hs256.spki-pem-no-newline',
    'api.signature.alg-confusion.hs384.spki-pem-no-newline',
    'api.signature.alg-confusion.hs512.spki-pem-no-newline',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(({ n, e }) => pem('PUBLIC KEY', spkiOf({ n, e })).trimEnd()))
