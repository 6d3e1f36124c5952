import { type Defect, defectiveApi } from '../base/defect.ts'
import { Denial } from '../base/denial.ts'

export const defect = {
  title: 'An open route refuses who brings a token',
  description: 'The route is meant for guests, and whoever is signed in is sent elsewhere.',
  foundBy: ['api.baseline.anonymous-with-valid-token'],
} satisfies Defect

export default defectiveApi({
  accessOf: (route) => route.access,
  pathOf: (request, url) => {
    if (url.pathname === '/health' && request.headers.has('authorization'))
      throw new Denial(403, undefined, 'For guests.')
    return url.pathname
  },
})
