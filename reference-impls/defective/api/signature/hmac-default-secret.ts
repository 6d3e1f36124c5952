import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted } from '../base/mistakes.ts'

export const defect = {
  title: 'An HMAC with the secret of the tutorial is accepted',
  description: '`JWT_SECRET ?? "secret"` for local development, and never taken out.',
  foundBy: ['api.signature.weak-secret.dictionary.secret'],
} satisfies Defect

export default defectiveApi(hmacAccepted(() => 'secret'))
