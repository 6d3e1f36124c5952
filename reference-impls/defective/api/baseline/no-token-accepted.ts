import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Without a token the request is anonymous and goes through',
  description:
    'Authentication is optional in the middleware ("allow guests") and no route asks whether there is a user.',
  foundBy: ['api.baseline.no-token', 'api.baseline.no-token-unsafe', 'api.baseline.no-token-every-route'],
} satisfies Defect

export default defectiveApi({
  authenticate: async (request, url, context) =>
    request.headers.has('authorization') ? await defaults.authenticate(request, url, context) : {},
  authorize: (claims, access, context) =>
    Object.keys(claims).length === 0 ? undefined : defaults.authorize(claims, access, context),
})
