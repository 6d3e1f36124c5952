import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'A token without an expiry never expires',
  description: '`if (claims.exp && claims.exp < now) reject()`: a missing exp, null or 0 passes.',
  foundBy: ['api.time.exp.missing', 'api.time.exp.null', 'api.time.exp.zero'],
} satisfies Defect

export default defectiveApi({
  checkExpiry: (claims, context) => {
    if (claims['exp']) defaults.checkExpiry(claims, context)
  },
})
