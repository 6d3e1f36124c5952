import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'

export const defect = {
  title: 'typ is ignored',
  description: 'A logout token, a security event or a DPoP proof of the same issuer goes for an access token.',
  foundBy: [
    'api.headers.typ.security-event',
    'api.headers.typ.logout',
    'api.headers.typ.dpop',
    'api.headers.typ.authorization-request',
    'api.headers.typ.client-authentication',
  ],
} satisfies Defect

export default defectiveApi({
  checkType: ({ header }) => {
    if (header['cty'] !== undefined) throw invalidToken('The token holds another token.')
  },
})
