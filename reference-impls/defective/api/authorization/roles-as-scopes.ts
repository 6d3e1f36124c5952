import { rolesOf, scopesOf } from '../base/authorize.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Roles and scopes are one list',
  description:
    "`[...scopes, ...roles].includes(permission)`: a user's role is taken for the client's permission, and the reverse.",
  foundBy: ['api.authorization.role.in-scp'],
} satisfies Defect

export default defectiveApi({
  scopesOf: (claims) => [...scopesOf(claims), ...rolesOf(claims)],
  rolesOf: (claims) => [...scopesOf(claims), ...rolesOf(claims)],
})
