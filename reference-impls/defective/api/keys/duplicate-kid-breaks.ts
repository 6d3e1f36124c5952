import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Two keys with one key ID stop the API',
  description: 'The keys go into a map that refuses duplicates, and the exception reaches the caller.',
  foundBy: ['api.keys.duplicate-kid.genuine'],
} satisfies Defect

export default defectiveApi({
  selectKey: (set, kid) => {
    const kids = set.keys?.map((key) => key.kid) ?? []
    if (new Set(kids).size < kids.length) throw new TypeError('an item with the same key has already been added')
    return defaults.selectKey(set, kid)
  },
})
