import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A role of the right name makes a user an application',
  description:
    '`roles.includes("Reports.Read.All")` is all that is asked; a role assigned to a user has the same name.',
  foundBy: [
    'api.authorization.caller-kind.user-with-app-role-on-app-route',
    'api.authorization.caller-kind.user-with-idtyp-on-app-route',
  ],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    const roles = context.steps.rolesOf(claims)
    if (access.appRoles?.some((role) => roles.includes(role)) === true) return
    return defaults.authorize(claims, access, context)
  },
})
