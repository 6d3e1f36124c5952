import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'An array with our audience among others is accepted',
  description:
    '`[].concat(aud).includes(clientId)`: RFC 7519 allows it, Entra ID never issues it, and this API declares that it refuses it.',
  foundBy: ['api.audience.array-with-ours', 'api.audience.array-with-ours-alone'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    const ours = [context.settings.clientId, context.settings.appIdUri]
    if (!(Array.isArray(aud) && ours.some((name) => aud.includes(name)))) defaults.checkAudience(claims, context)
  },
})
