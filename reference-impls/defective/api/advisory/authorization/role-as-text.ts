import { rolesOf } from '../../base/authorize.ts'
import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'Roles are accepted as a text',
  description: '`claims.roles.includes("Admin")` works on a text as well, and there it is a search.',
  foundBy: [
    'api.authorization.role.string',
    'api.authorization.role.string-of-several',
    'api.authorization.app-role.string',
  ],
} satisfies Defect

export default defectiveApi({
  rolesOf: (claims) => {
    const roles: unknown = claims['roles']
    return typeof roles === 'string' ? roles.split(/[ ,]/) : rolesOf(claims)
  },
})
