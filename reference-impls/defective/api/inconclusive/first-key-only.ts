import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Only the first key of the key set is used',
  description: '`jwks.keys[0]`: the order means nothing, and Entra ID publishes several.',
  foundBy: ['api.headers.kid.second-published-key', 'api.keys.rollover.first-token'],
} satisfies Defect

export default defectiveApi({ selectKey: (set, kid) => set.keys?.slice(0, 1).find((key) => key.kid === kid) })
