import { type Defect, defectiveApi } from '../base/defect.ts'
import { keyFromToken, keyAt } from '../base/mistakes.ts'

export const defect = {
  title: 'jku is allowed when it mentions the right host',
  description: '`jku.includes("login.microsoftonline.com")`: a path or a query mentions it as well.',
  foundBy: ['api.headers.jku.path', 'api.headers.jku.query', 'api.headers.jku.fragment', 'api.headers.jku.subdomain'],
} satisfies Defect

export default defectiveApi(
  keyFromToken(({ header: { jku, kid } }) =>
    typeof jku === 'string' && jku.includes('login.microsoftonline.com') ? keyAt(jku, kid) : undefined,
  ),
)
