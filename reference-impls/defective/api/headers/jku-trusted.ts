import { type Defect, defectiveApi } from '../base/defect.ts'
import { keyFromToken, keyAt } from '../base/mistakes.ts'

export const defect = {
  title: 'The key set is fetched from where the token says',
  description: '`jku` is followed: the attacker publishes a key and names its address.',
  foundBy: [
    'api.headers.jku.plain',
    'api.headers.jku.http',
    'api.headers.jku.port',
    'api.headers.jku.subdomain',
    'api.headers.jku.path',
  ],
} satisfies Defect

export default defectiveApi(
  keyFromToken(({ header: { jku, kid } }) => (typeof jku === 'string' ? keyAt(jku, kid) : undefined)),
)
