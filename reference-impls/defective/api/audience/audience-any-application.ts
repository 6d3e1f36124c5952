import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Any application of the tenant is a good audience',
  description: '`isGuid(aud)`: the issuer is trusted, so its tokens must be.',
  foundBy: [
    'api.audience.other-api',
    'api.audience.other-api-unsafe',
    'api.audience.web-app',
    'api.audience.daemon',
    'api.audience.graph-id',
  ],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    if (!(typeof aud === 'string' && /^[\da-f-]{36}$/i.test(aud))) defaults.checkAudience(claims, context)
  },
})
