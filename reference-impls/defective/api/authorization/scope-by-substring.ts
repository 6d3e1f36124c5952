import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The scope only has to occur in scp',
  description: '`scp.includes("access_as_user")` on a text: `no_access_as_user_at_all` contains it.',
  foundBy: [
    'api.authorization.scope.suffixed',
    'api.authorization.scope.longer-word',
    'api.authorization.scope.prefixed',
    'api.authorization.scope.comma',
    'api.authorization.scope.semicolon',
  ],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    const contained = access.scopes?.filter((scope) => String(claims['scp']).includes(scope)) ?? []
    return defaults.authorize(
      contained.length === 0 ? claims : { ...claims, scp: contained.join(' ') },
      access,
      context,
    )
  },
})
