import { type Defect, defectiveApi } from '../base/defect.ts'
import { insufficientScope } from '../base/denial.ts'

export const defect = {
  title: 'A missing authentication context is answered with 403',
  description: 'Without `insufficient_claims` and the claims request the client cannot know what to ask for.',
  foundBy: [
    'api.authorization.claims-challenge.missing',
    'api.authorization.claims-challenge.other',
    'api.authorization.claims-challenge.superstring',
    'api.authorization.claims-challenge.other-claim',
  ],
} satisfies Defect

export default defectiveApi({
  checkContext: (claims, access) => {
    const acrs: unknown = claims['acrs']
    if (access.acrs !== undefined && !(Array.isArray(acrs) && acrs.includes(access.acrs)))
      throw insufficientScope('Sign in again.')
  },
})
