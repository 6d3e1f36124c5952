import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'An application may call routes for users',
  description: '`hasScope || hasRole`: a token without a user reaches routes that act for one.',
  foundBy: [
    'api.authorization.caller-kind.app-on-user-route',
    'api.authorization.caller-kind.app-with-idtyp-on-user-route',
    'api.authorization.caller-kind.app-with-role-on-user-route',
    'api.authorization.caller-kind.app-with-user-role-on-user-route',
    'api.authorization.caller-kind.app-with-scope-name-on-user-route',
  ],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    if (context.steps.callerKind(claims) === 'app' && access.appRoles === undefined) return
    return defaults.authorize(claims, access, context)
  },
})
