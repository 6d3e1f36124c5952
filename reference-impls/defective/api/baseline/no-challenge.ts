import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'A 401 has no WWW-Authenticate',
  description: '`res.status(401).json(…)`: the header that RFC 6750 demands was forgotten.',
  foundBy: ['api.baseline.no-token'],
} satisfies Defect

export default defectiveApi({ challenge: () => undefined })
