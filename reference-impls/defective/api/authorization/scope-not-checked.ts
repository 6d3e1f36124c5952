import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The scope is not checked',
  description: 'Authentication is taken for authorization: a token of any user for this API opens every route.',
  foundBy: [
    'api.authorization.scope.other',
    'api.authorization.scope.several-others',
    'api.authorization.scope.openid',
    'api.authorization.scope.suffixed',
    'api.authorization.scope.longer-word',
  ],
} satisfies Defect

export default defectiveApi({
  callerKind: (claims) => (claims['oid'] === claims['sub'] ? defaults.callerKind(claims) : 'user'),
  authorize: (claims, access, context) => {
    if (access.scopes === undefined || context.steps.callerKind(claims) === 'app') {
      return defaults.authorize(claims, access, context)
    }
    return defaults.authorize({ ...claims, scp: access.scopes.join(' ') }, access, context)
  },
})
