import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The expiry is not checked',
  description: '`ignoreExpiration: true` from a debugging session: a token that leaked once is good for ever.',
  foundBy: ['api.time.expired.hour', 'api.time.expired.day', 'api.time.expired.unsafe', 'api.time.exp.missing'],
} satisfies Defect

export default defectiveApi({ checkExpiry: () => {} })
