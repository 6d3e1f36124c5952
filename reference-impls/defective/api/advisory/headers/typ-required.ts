import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'typ must be there',
  description: '`header.typ !== "JWT"` refuses tokens without the optional typ.',
  foundBy: ['api.headers.typ.absent'],
} satisfies Defect

export default defectiveApi({
  checkType: (token) => {
    if (token.header['typ'] === undefined) throw invalidToken('The token is of another type.')
    defaults.checkType(token)
  },
})
