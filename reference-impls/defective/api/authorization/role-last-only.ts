import { rolesOf } from '../base/authorize.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Only the last role is looked at',
  description: 'A loop over the roles overwrites its result instead of keeping it.',
  foundBy: ['api.authorization.role.first-of-several'],
} satisfies Defect

export default defectiveApi({ rolesOf: (claims) => rolesOf(claims).slice(-1) })
