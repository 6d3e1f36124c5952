import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The audience is compared by its beginning',
  description: '`aud.startsWith(clientId)`, to allow for a trailing slash.',
  foundBy: ['api.audience.v2.suffix', 'api.audience.v1.suffix', 'api.audience.v1.path'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    const ours = [context.settings.clientId, context.settings.appIdUri]
    if (!(typeof aud === 'string' && ours.some((name) => aud.startsWith(name)))) defaults.checkAudience(claims, context)
  },
})
