import { scopesOf } from '../base/authorize.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Only the first scope is looked at',
  description: '`scp.split(" ")[0]`: whether the API works depends on the order of the scopes.',
  foundBy: ['api.authorization.scope.between-others', 'api.authorization.scope.last-of-several'],
} satisfies Defect

export default defectiveApi({ scopesOf: (claims) => scopesOf(claims).slice(0, 1) })
