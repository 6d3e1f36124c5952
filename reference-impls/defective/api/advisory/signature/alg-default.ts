import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'

export const defect = {
  title: 'A missing alg means the usual one',
  description: '`header.alg ?? "RS256"`, and the same for whatever is not a text.',
  foundBy: [
    'api.signature.alg-malformed.missing',
    'api.signature.alg-malformed.null',
    'api.signature.alg-malformed.array',
    'api.signature.alg-malformed.number',
    'api.signature.alg-malformed.object',
  ],
} satisfies Defect

export default defectiveApi({
  checkAlgorithm: ({ header: { alg } }) => {
    if (typeof alg === 'string' && alg !== 'RS256') throw invalidToken('The algorithm is not RS256.')
  },
})
