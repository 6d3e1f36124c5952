import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'One route was forgotten',
  description: 'Every route names its guard, and one that was added later does not.',
  foundBy: ['api.baseline.no-token-unsafe', 'api.baseline.no-token-every-route'],
} satisfies Defect

export default defectiveApi({
  accessOf: (route) => (route.path === '/api/tasks' && route.method === 'POST' ? 'anonymous' : route.access),
})
