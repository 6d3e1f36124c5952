import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'An open route refuses a caller whose token has expired',
  description: 'The guard is optional, but a token that is there must be good.',
  foundBy: ['api.baseline.anonymous-with-bad-token'],
} satisfies Defect

const verified = new Set<string>()

export default defectiveApi({
  pathOf: (request, url) => {
    const token = request.headers.get('authorization')
    if (url.pathname === '/health' && token !== null && !verified.has(token))
      throw invalidToken('The token is not valid.')
    return url.pathname
  },
  authenticate: async (request, url, context) => {
    const claims = await defaults.authenticate(request, url, context)
    verified.add(request.headers.get('authorization') ?? '')
    return claims
  },
})
