import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'What is no JWT at all is a server error',
  description:
    '`token.split(".")[1].length`: a refresh token, an opaque token or a SAS has no such part, and the TypeError is a 500.',
  foundBy: ['api.token-kind.opaque', 'api.token-kind.saml-assertion'],
} satisfies Defect

export default defectiveApi({
  splitToken: (wire) => {
    if (!wire.includes('.')) throw new TypeError('cannot read properties of undefined')
    return defaults.splitToken(wire)
  },
})
