import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'One read was forgotten',
  description: 'The guard is on the router, and the list was mounted before it.',
  foundBy: ['api.baseline.no-token-every-route', 'api.authorization.role.missing'],
} satisfies Defect

export default defectiveApi({
  accessOf: (route) => (route.path === '/api/tasks' && route.method === 'GET' ? 'anonymous' : route.access),
})
