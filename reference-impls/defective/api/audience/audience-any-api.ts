import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Any api:// audience is accepted',
  description: '`aud.startsWith("api://")`: whatever API of the tenant the token was meant for.',
  foundBy: ['api.audience.other-api-uri', 'api.audience.token-exchange'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    if (!(typeof aud === 'string' && aud.startsWith('api://'))) defaults.checkAudience(claims, context)
  },
})
