import { scopesOf } from '../base/authorize.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The scope is compared by its beginning',
  description: '`scope.startsWith(granted)`, to let `access` include `access_as_user`.',
  foundBy: ['api.authorization.scope.prefix'],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    const granted = scopesOf(claims).filter((scope) => scope !== '')
    const reached = access.scopes?.filter((scope) => granted.some((name) => scope.startsWith(name))) ?? []
    return defaults.authorize(reached.length === 0 ? claims : { ...claims, scp: reached.join(' ') }, access, context)
  },
})
