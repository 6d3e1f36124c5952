import { type Defect, defectiveApi } from '../base/defect.ts'
import { keyFromToken, keyAt } from '../base/mistakes.ts'

export const defect = {
  title: 'jku is allowed by its first characters',
  description:
    '`jku.startsWith("https://login.microsoftonline.com")`: a longer host name or a user name before an @ starts the same way.',
  foundBy: ['api.headers.jku.subdomain'],
} satisfies Defect

export default defectiveApi(
  keyFromToken(({ header: { jku, kid } }) =>
    typeof jku === 'string' && jku.startsWith('https://login.microsoftonline.com') ? keyAt(jku, kid) : undefined,
  ),
)
