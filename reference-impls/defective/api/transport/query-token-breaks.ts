import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token in the query that is none is a server error',
  description:
    'A middleware for web sockets parses `access_token` wherever it occurs, and does not catch what it throws.',
  foundBy: ['api.transport.two-tokens.good-header-other-query'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const token = url.searchParams.get('access_token')
    if (token !== null && !token.includes('.')) throw new TypeError('cannot read properties of undefined')
    return defaults.readBearer(request, url)
  },
})
