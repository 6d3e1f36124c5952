import { type Defect, defectiveApi } from '../base/defect.ts'
import { hmacAccepted } from '../base/mistakes.ts'

export const defect = {
  title: "An HMAC with the app's own client secret is accepted",
  description: 'The settings hold one secret, so the verifier gets it; every client that shares it can sign.',
  foundBy: ['api.signature.weak-secret.client-secret'],
} satisfies Defect

export default defectiveApi(hmacAccepted((_, { settings }) => settings.clientSecret))
