import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The application ID URI is accepted in v2 tokens',
  description: 'One list of audiences for both versions, though a v2 token always holds the client ID.',
  foundBy: ['api.audience.v2.app-id-uri'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    if (!(aud === context.settings.appIdUri)) defaults.checkAudience(claims, context)
  },
})
