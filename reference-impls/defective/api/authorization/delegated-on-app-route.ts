import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A user may call routes for applications',
  description: 'The route asks for a valid token and the scope, and forgets to ask that there be no user.',
  foundBy: [
    'api.authorization.caller-kind.user-on-app-route',
    'api.authorization.caller-kind.user-with-app-role-on-app-route',
  ],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    if (access.scopes === undefined && context.steps.callerKind(claims) === 'user') return
    return defaults.authorize(claims, access, context)
  },
})
