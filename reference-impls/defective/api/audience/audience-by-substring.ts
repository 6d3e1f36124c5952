import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The audience only has to contain ours',
  description: '`aud.includes(clientId)`: on a text that is a search, not a comparison.',
  foundBy: [
    'api.audience.v2.superstring',
    'api.audience.v1.superstring',
    'api.audience.comma-joined',
    'api.audience.space-joined',
  ],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    const ours = [context.settings.clientId, context.settings.appIdUri]
    if (!(typeof aud === 'string' && ours.some((name) => aud.includes(name)))) defaults.checkAudience(claims, context)
  },
})
