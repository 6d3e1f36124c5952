import { nowSeconds } from '../base/claims.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'

export const defect = {
  title: 'Anything that is not less than now is no expiry',
  description:
    '`if (claims.exp < now) reject()`: a comparison with undefined, a text or an object is false, and the token passes.',
  foundBy: [
    'api.time.exp.string',
    'api.time.exp.missing',
    'api.time.exp.null',
    'api.time.exp.object',
    'api.time.exp.milliseconds-future',
  ],
} satisfies Defect

export default defectiveApi({
  checkExpiry: ({ exp }) => {
    if (typeof exp === 'number' && exp < nowSeconds() - 300) throw invalidToken('The token has expired.')
  },
  checkLifetime: () => {},
})
