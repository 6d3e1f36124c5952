import { rolesOf } from '../base/authorize.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Only the first role is looked at',
  description: '`claims.roles[0]`: whether a user may do it depends on the order of the roles.',
  foundBy: ['api.authorization.role.last-of-several', 'api.authorization.app-role.last-of-several'],
} satisfies Defect

export default defectiveApi({ rolesOf: (claims) => rolesOf(claims).slice(0, 1) })
