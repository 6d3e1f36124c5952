import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: "The web app's own audience is accepted",
  description: 'The web app sends its ID token, and adding its client ID to the audiences "made it work".',
  foundBy: ['api.audience.web-app', 'api.audience.daemon'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    if (!(typeof aud === 'string' && context.settings.allowedClients.includes(aud)))
      defaults.checkAudience(claims, context)
  },
})
