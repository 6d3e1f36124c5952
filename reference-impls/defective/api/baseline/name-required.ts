import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token without a name is a server error',
  description: '`claims.name.split(" ")`: the claim is optional, and the TypeError is a 500.',
  foundBy: ['api.baseline.optional-claims-absent'],
} satisfies Defect

export default defectiveApi({
  checkKind: (claims) => {
    defaults.checkKind(claims)
    if (claims['scp'] !== undefined && claims['name'] === undefined)
      throw new TypeError('cannot read properties of undefined')
  },
})
