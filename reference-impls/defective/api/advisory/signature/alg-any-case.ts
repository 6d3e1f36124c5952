import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'

export const defect = {
  title: 'alg is compared without regard to case',
  description:
    '`alg.toUpperCase() === "RS256"`: two implementations that read the same token differently are how confusion starts.',
  foundBy: ['api.signature.alg-malformed.lower-case'],
} satisfies Defect

export default defectiveApi({
  checkAlgorithm: ({ header: { alg } }) => {
    if (typeof alg !== 'string' || alg.toUpperCase() !== 'RS256') throw invalidToken('The algorithm is not RS256.')
  },
})
