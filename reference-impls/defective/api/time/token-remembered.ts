import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token that was checked once is believed from then on',
  description:
    '`cache.get(token) ?? validate(token)` to save the signature check, in a cache that asks nothing of `exp`.',
  foundBy: ['api.time.later.expired'],
} satisfies Defect

export default defectiveApi(() => {
  const checked = new Set<string>()
  return {
    checkExpiry: (claims, context) => {
      const text = JSON.stringify(claims)
      if (checked.has(text)) return
      defaults.checkExpiry(claims, context)
      checked.add(text)
    },
  }
})
