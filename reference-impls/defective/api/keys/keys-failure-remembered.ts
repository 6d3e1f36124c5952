import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'A failed first fetch is remembered for good',
  description:
    'The promise of the first fetch is cached, rejected or not: an instance that started during an outage never recovers.',
  foundBy: ['api.keys.cold.down', 'api.keys.cold.server-error', 'api.keys.cold.html'],
} satisfies Defect

export default defectiveApi({ isStale: (set) => set.keys === undefined && set.failedAt === 0 })
