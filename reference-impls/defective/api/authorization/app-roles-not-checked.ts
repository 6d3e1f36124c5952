import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The role of an application is not checked',
  description: 'Any service of the tenant can have a token for this API; only an assigned role says that it may call.',
  foundBy: [
    'api.authorization.app-role.other',
    'api.authorization.app-role.suffixed',
    'api.authorization.no-permission.application',
  ],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    if (context.steps.callerKind(claims) === 'app' && access.appRoles !== undefined) return
    return defaults.authorize(claims, access, context)
  },
})
