import { type Defect, defectiveApi } from '../base/defect.ts'
import { keyFromToken, keyAt } from '../base/mistakes.ts'

export const defect = {
  title: 'The certificate is fetched from where the token says',
  description: '`x5u` is followed, and the certificate found there is believed without a chain.',
  foundBy: [
    'api.headers.x5u.plain',
    'api.headers.x5u.http',
    'api.headers.x5u.subdomain',
    'api.headers.all-key-members',
  ],
} satisfies Defect

export default defectiveApi(
  keyFromToken(({ header: { x5u, kid } }) => (typeof x5u === 'string' ? keyAt(x5u, kid) : undefined)),
)
