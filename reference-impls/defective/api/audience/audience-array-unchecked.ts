import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'An audience that is an array is accepted',
  description: '`typeof aud === "string" && aud !== ours` looks at texts alone.',
  foundBy: [
    'api.audience.array-of-others',
    'api.audience.null',
    'api.audience.number',
    'api.audience.object',
    'api.audience.array-with-ours',
  ],
} satisfies Defect

export default defectiveApi({
  checkAudience: (claims, context) => {
    const { aud } = claims
    if (!(aud !== undefined && typeof aud !== 'string')) defaults.checkAudience(claims, context)
  },
})
