import type { Claims } from '../base/contract.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The last good caller stays signed in',
  description: 'The connection is authenticated, not the request: after one good token the next request needs none.',
  foundBy: ['api.baseline.no-token', 'api.transport.connection.keep-alive'],
} satisfies Defect

export default defectiveApi(() => {
  let last: Claims | undefined
  return {
    authenticate: async (request, url, context) => {
      if (last !== undefined && !request.headers.has('authorization')) return last
      last = await defaults.authenticate(request, url, context)
      return last
    },
  }
})
