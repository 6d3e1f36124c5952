import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'An empty key set replaces a good one',
  description: 'A 200 with `{"keys":[]}` or a key set cut short is stored as it came, and every user is refused.',
  foundBy: ['api.keys.warm.empty', 'api.keys.warm.truncated', 'api.keys.warm.html'],
} satisfies Defect

export default defectiveApi({
  isStale: () => true,
  fetchKeySet: (url, context) => defaults.fetchKeySet(url, context).catch(() => []),
})
