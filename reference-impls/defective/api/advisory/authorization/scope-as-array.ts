import { scopesOf } from '../../base/authorize.ts'
import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'scp is accepted as an array',
  description: '`[].concat(scp)`: Entra ID issues a text, and what else it could be was never decided.',
  foundBy: ['api.authorization.scope.array'],
} satisfies Defect

export default defectiveApi({
  scopesOf: (claims) => (Array.isArray(claims['scp']) ? claims['scp'].map(String) : scopesOf(claims)),
})
