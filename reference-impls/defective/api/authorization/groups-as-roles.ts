import { rolesOf } from '../base/authorize.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Groups count as roles',
  description: '`[...roles, ...groups, ...wids]`: whoever may name a group gives permissions in this API.',
  foundBy: ['api.authorization.role.group', 'api.authorization.role.directory-role'],
} satisfies Defect

export default defectiveApi({
  rolesOf: (claims) => [...rolesOf(claims), ...[claims['groups'], claims['wids']].flat().map(String)],
})
