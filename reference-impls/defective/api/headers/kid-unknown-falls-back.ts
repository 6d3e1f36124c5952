import { type Defect, defectiveApi } from '../base/defect.ts'
import { signatureFits } from '../base/mistakes.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'An unknown kid falls back to any key',
  description:
    '`keys.get(kid) ?? [...keys.values()]`: the kid no longer says anything, and a retired or confused one goes unnoticed.',
  foundBy: [
    'api.headers.kid.missing',
    'api.headers.kid.missing.second-key',
    'api.keys.kid-missing.one-key',
    'api.headers.kid.letter-case',
  ],
} satisfies Defect

export default defectiveApi({
  findKey: async (token, tenantId, context) => {
    try {
      return await defaults.findKey(token, tenantId, context)
    } catch (error) {
      for (const key of context.keys.of(tenantId).keys ?? []) {
        if (await signatureFits(token, key, context)) return key
      }
      throw error
    }
  },
})
