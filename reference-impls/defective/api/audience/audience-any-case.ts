import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The audience is compared without regard to case',
  description: '`aud.toLowerCase() === …`: an audience is compared exactly.',
  foundBy: ['api.audience.v2.upper-case', 'api.audience.v1.upper-case'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    const ours = [context.settings.clientId, context.settings.appIdUri]
    if (!(typeof aud === 'string' && ours.includes(aud.toLowerCase()))) defaults.checkAudience(claims, context)
  },
})
