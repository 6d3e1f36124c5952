import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The audience only has to be contained in ours',
  description:
    '`VALID_AUDIENCES.includes(aud)` where VALID_AUDIENCES is one text: the empty text and any piece of it pass.',
  foundBy: [
    'api.audience.v2.prefix',
    'api.audience.v2.substring',
    'api.audience.empty-string',
    'api.audience.v1.prefix',
  ],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    const ours = [context.settings.clientId, context.settings.appIdUri]
    if (!(typeof aud === 'string' && ours.some((name) => name.includes(aud)))) defaults.checkAudience(claims, context)
  },
})
