import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'b64: false is ignored',
  description: 'The payload is decoded as ever, though its header says that it is not encoded.',
  foundBy: ['api.headers.b64.false.with-crit'],
} satisfies Defect

export default defectiveApi({ checkCritical: () => {} })
