import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'A token from the future is accepted',
  description: '`iat` is never looked at.',
  foundBy: ['api.time.iat.future'],
} satisfies Defect

export default defectiveApi({ checkIssuedAt: () => {} })
