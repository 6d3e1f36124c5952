import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The key set is fetched for every request',
  description: '`jwksClient({ cache: false })`: each request waits for the issuer, who will throttle.',
  foundBy: ['api.keys.cached', 'api.keys.kid-unknown-flood.sequential'],
} satisfies Defect

export default defectiveApi({
  findKey: async (token, tenantId, context) => {
    await context.steps.refreshKeys(tenantId, context)
    return await defaults.findKey(token, tenantId, context)
  },
})
