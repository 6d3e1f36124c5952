import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Without keys the signature is not checked',
  description: '`if (!jwks) return decode(token)`: until the first fetch succeeds, anything goes.',
  foundBy: [
    'api.keys.cold.down',
    'api.keys.cold.server-error',
    'api.keys.cold.html',
    'api.keys.cold.empty',
    'api.keys.cold.slow',
  ],
} satisfies Defect

export default defectiveApi({
  findKey: async (token, tenantId, context) => {
    try {
      return await defaults.findKey(token, tenantId, context)
    } catch (error) {
      if (context.keys.of(tenantId).keys !== undefined) throw error
      return { kid: 'none yet' }
    }
  },
  verifySignature: (token, key, context) =>
    key.kid === 'none yet' ? Promise.resolve() : defaults.verifySignature(token, key, context),
})
