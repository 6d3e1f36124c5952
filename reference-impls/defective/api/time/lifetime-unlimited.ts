import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'A token may live for years',
  description: 'Nothing bounds exp, so one in milliseconds, or ten years away, is as good as an hour.',
  foundBy: ['api.time.exp.milliseconds-future', 'api.time.exp.milliseconds-past', 'api.time.lifetime.ten-years'],
} satisfies Defect

export default defectiveApi({ checkLifetime: () => {} })
