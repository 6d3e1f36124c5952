import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'An issuer that is an array is accepted',
  description: '`issuers.some((issuer) => iss.includes(issuer))` was written for a text and works for an array.',
  foundBy: ['api.issuer.array', 'api.issuer.array-of-others'],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    const { iss } = claims
    const ours = [`https://login.microsoftonline.com/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`]
    if (!(Array.isArray(iss) && ours.some((issuer) => iss.includes(issuer))))
      defaults.checkIssuer(claims, tenantId, context)
  },
})
