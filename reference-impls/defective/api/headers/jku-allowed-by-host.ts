import { type Defect, defectiveApi } from '../base/defect.ts'
import { keyFromToken, keyAt } from '../base/mistakes.ts'

export const defect = {
  title: 'jku may point to any key set on the right host',
  description: 'The host is compared exactly, but every tenant has its key set there, and keys of its own in it.',
  foundBy: ['api.headers.jku.other-tenant-at-genuine-host'],
} satisfies Defect

export default defectiveApi(
  keyFromToken(({ header: { jku, kid } }) =>
    typeof jku === 'string' && URL.parse(jku)?.host === 'login.microsoftonline.com' ? keyAt(jku, kid) : undefined,
  ),
)
