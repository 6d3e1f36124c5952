import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'

export const defect = {
  title: 'cty is ignored',
  description: 'A token that says it wraps another token is read as if it did not.',
  foundBy: ['api.headers.cty.jwt', 'api.headers.cty.jwt-lower-case'],
} satisfies Defect

export default defectiveApi({
  checkType: ({ header }) => {
    if (header['typ'] !== undefined && header['typ'] !== 'JWT') throw invalidToken('The token is of another type.')
  },
})
