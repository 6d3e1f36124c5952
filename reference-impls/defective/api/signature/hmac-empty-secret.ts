import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted } from '../base/mistakes.ts'

export const defect = {
  title: 'An HMAC with an empty secret is accepted',
  description: '`process.env.JWT_SECRET ?? ""` beside the RSA keys: nobody set it, so anybody knows it.',
  foundBy: [
    'api.signature.weak-secret.empty-or-nul.hs256',
    'api.signature.weak-secret.empty-or-nul.hs384',
    'api.signature.weak-secret.empty-or-nul.hs512',
  ],
} satisfies Defect

export default defectiveApi(hmacAccepted(() => ''))
