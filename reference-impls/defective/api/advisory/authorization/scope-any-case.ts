import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'Scopes are compared without regard to case',
  description: '`scp.toLowerCase()`: scopes are case-sensitive.',
  foundBy: ['api.authorization.scope.upper-case'],
} satisfies Defect

export default defectiveApi({ scopesOf: (claims) => String(claims['scp']).toLowerCase().split(' ') })
