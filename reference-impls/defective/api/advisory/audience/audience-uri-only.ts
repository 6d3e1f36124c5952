import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'A v1 token with the client ID as its audience is refused',
  description: 'Which of the two a v1 token holds depends on how the client asked for it.',
  foundBy: ['api.audience.v1.client-id'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    if (claims['ver'] === '1.0' && claims['aud'] === context.settings.clientId) throw invalidToken('Wrong audience.')
    defaults.checkAudience(claims, context)
  },
})
