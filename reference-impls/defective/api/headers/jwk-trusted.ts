import { type Defect, defectiveApi } from '../base/defect.ts'
import { isObject } from '../base/json.ts'
import { keyFromToken } from '../base/mistakes.ts'

export const defect = {
  title: 'The token brings its own key',
  description: '`header.jwk` is preferred to the key set: every token is signed correctly, by whoever made it.',
  foundBy: [
    'api.headers.jwk.own-kid',
    'api.headers.jwk.genuine-kid',
    'api.headers.jwk.no-kid',
    'api.headers.all-key-members',
  ],
} satisfies Defect

export default defectiveApi(
  keyFromToken(({ header: { jwk, kid } }) => (isObject(jwk) ? { ...jwk, kid: String(kid) } : undefined)),
)
