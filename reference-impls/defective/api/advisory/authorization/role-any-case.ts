import { rolesOf } from '../../base/authorize.ts'
import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'Roles are compared without regard to case',
  description: '`roles.some((role) => equalsIgnoreCase(role, wanted))`: the values of app roles are case-sensitive.',
  foundBy: ['api.authorization.role.upper-case', 'api.authorization.app-role.upper-case'],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    const wanted = [...(access.roles ?? []), ...(access.appRoles ?? [])]
    const roles = rolesOf(claims).map(
      (role) => wanted.find((name) => name.toLowerCase() === role.toLowerCase()) ?? role,
    )
    return defaults.authorize({ ...claims, roles }, access, context)
  },
})
