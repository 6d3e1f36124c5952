import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The health check needs a token',
  description:
    'The guard is global and the exception for /health was forgotten: the platform takes the instance out of service.',
  foundBy: ['api.baseline.anonymous-without-token'],
} satisfies Defect

export default defectiveApi({
  accessOf: (route) => (route.access === 'anonymous' ? { scopes: ['access_as_user'] } : route.access),
})
