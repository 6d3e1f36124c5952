import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Claims the API does not know are refused',
  description: 'The claims go through a strict schema, and Entra ID adds claims without asking.',
  foundBy: ['api.baseline.unknown-claims'],
} satisfies Defect

export default defectiveApi({
  checkKind: (claims) => {
    defaults.checkKind(claims)
    if (Object.keys(claims).some((name) => name.startsWith('xms_') || name.startsWith('extension_'))) {
      throw invalidToken('The token has unknown claims.')
    }
  },
})
