import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'While the key set cannot be read, tokens under an unknown key pass',
  description:
    '`catch { log.warn("no keys, letting it through") }` around the refresh, so that an outage stops nobody.',
  foundBy: ['api.keys.later.outage-day', 'api.keys.warm.server-error'],
} satisfies Defect

export default defectiveApi({
  findKey: async (token, tenantId, context) => {
    try {
      return await defaults.findKey(token, tenantId, context)
    } catch (error) {
      if (context.keys.of(tenantId).failedAt === 0) throw error
      return { kid: 'not read' }
    }
  },
  verifySignature: (token, key, context) =>
    key.kid === 'not read' ? Promise.resolve() : defaults.verifySignature(token, key, context),
})
