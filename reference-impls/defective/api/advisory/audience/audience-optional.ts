import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'A token without an audience is accepted',
  description: '`if (claims.aud && claims.aud !== ours) reject()`: what is missing or empty cannot be wrong.',
  foundBy: ['api.audience.missing', 'api.audience.null', 'api.audience.empty-string', 'api.format.letter-case.aud'],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    if (aud !== undefined && aud !== null && aud !== '' && aud !== 0) defaults.checkAudience(claims, context)
  },
})
