import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A second authentication context hides the first',
  description:
    '`claims.acrs.toString() === "c1"`: the claim is a list, and whoever meets two contexts is sent to sign in again and again.',
  foundBy: ['api.authorization.claims-challenge.satisfied'],
} satisfies Defect

export default defectiveApi({
  checkContext: (claims, access) => {
    const { acrs } = claims
    defaults.checkContext({ ...claims, acrs: Array.isArray(acrs) && acrs.length > 1 ? [acrs.join(',')] : acrs }, access)
  },
})
