import { type Defect, defectiveApi } from '../base/defect.ts'
import { keyFromToken, keyAt } from '../base/mistakes.ts'

export const defect = {
  title: 'A kid that looks like a URL is fetched',
  description:
    'Some issuers put the address of the key into `kid`, so the loader follows it: to wherever the token says.',
  foundBy: ['api.headers.kid.canary-url'],
} satisfies Defect

export default defectiveApi(
  keyFromToken(({ header: { kid } }) =>
    typeof kid === 'string' && URL.canParse(kid) ? keyAt(kid, undefined) : undefined,
  ),
)
