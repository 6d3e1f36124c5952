import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The role of the user is not checked',
  description: '`[Authorize]` without `Roles`: whoever may call the API may call all of it.',
  foundBy: [
    'api.authorization.role.missing',
    'api.authorization.role.other',
    'api.authorization.role.empty',
    'api.authorization.role.suffixed',
    'api.authorization.role.prefixed',
  ],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, { scopes = [], appRoles = [] }, context) =>
    defaults.authorize(claims, { scopes, appRoles }, context),
})
