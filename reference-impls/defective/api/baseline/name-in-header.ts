import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The name of the caller goes into a header',
  description: '`X-User: ${claims.name}` for the logs: a header holds Latin-1, and a name does not.',
  foundBy: ['api.baseline.non-ascii-name'],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    const headers = new Headers()
    if (typeof claims['name'] === 'string') headers.set('x-user', claims['name'])
    return defaults.authorize(claims, access, context)
  },
})
