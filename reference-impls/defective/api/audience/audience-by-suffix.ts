import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The audience is compared by its end',
  description: '`aud.endsWith(clientId)`, to take the GUID and the api:// form at once.',
  foundBy: ['api.audience.v2.superstring', 'api.audience.v1.superstring'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    const ours = [context.settings.clientId, context.settings.appIdUri]
    if (!(typeof aud === 'string' && ours.some((name) => aud.endsWith(name)))) defaults.checkAudience(claims, context)
  },
})
