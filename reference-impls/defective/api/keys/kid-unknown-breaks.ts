import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'An unknown kid is a server error',
  description: '`keys.find(…)` gives undefined, which goes on to the verifier and throws there: a 500.',
  foundBy: [
    'api.keys.kid-unknown',
    'api.headers.kid.unknown',
    'api.headers.kid.path-traversal',
    'api.headers.kid.empty',
    'api.token-kind.workload-federation',
  ],
} satisfies Defect

export default defectiveApi({
  findKey: async (token, tenantId, context) => {
    try {
      return await defaults.findKey(token, tenantId, context)
    } catch {
      throw new TypeError('cannot read properties of undefined')
    }
  },
})
