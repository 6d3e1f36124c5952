import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'idtyp is taken for a sign of a user',
  description: 'The optional claim is compared with another text than Entra ID writes.',
  foundBy: ['api.baseline.app-only-idtyp'],
} satisfies Defect

export default defectiveApi({
  callerKind: (claims) => (claims['idtyp'] === 'app' ? 'user' : defaults.callerKind(claims)),
})
