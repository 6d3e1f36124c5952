import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'A token with many groups is refused',
  description: 'A limit of 8 KB, which a user of 200 groups exceeds.',
  foundBy: ['api.baseline.two-hundred-groups'],
} satisfies Defect

export default defectiveApi({
  splitToken: (wire) => {
    if (wire.length > 8192) throw invalidToken('The token is too long.')
    return defaults.splitToken(wire)
  },
})
