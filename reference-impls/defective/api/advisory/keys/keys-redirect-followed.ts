import { type Defect, defectiveApi } from '../../base/defect.ts'
import { fetchKeySet } from '../../base/keys.ts'

export const defect = {
  title: 'The key set may redirect to another host',
  description: '`fetch` follows redirects by default, so whoever controls one answer controls the keys.',
  foundBy: ['api.keys.redirect-elsewhere'],
} satisfies Defect

export default defectiveApi({ fetchKeySet: (url, context) => fetchKeySet(url, context, 'follow') })
