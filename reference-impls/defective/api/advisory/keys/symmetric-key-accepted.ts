import { type Defect, defectiveApi } from '../../base/defect.ts'
import { hmacAccepted } from '../../base/mistakes.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'A symmetric key of the key set verifies tokens',
  description: '`kty: oct` in the key set is taken as an HMAC secret, though anybody can read it there.',
  foundBy: ['api.keys.kty-oct'],
} satisfies Defect

export default defectiveApi({
  ...hmacAccepted(({ k }) => Buffer.from(String(k), 'base64url')),
  usableKey: (key) => key['kty'] === 'oct' || defaults.usableKey(key),
})
