import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The issuer is compared with the template',
  description:
    'The metadata of the common endpoint says `https://login.microsoftonline.com/{tenantid}/v2.0`, and the placeholder is never filled: no tenant but the home tenant gets in.',
  foundBy: ['api.issuer.any-tenant.accepted'],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    if (tenantId !== context.settings.tenantId) throw invalidToken('The token is of another issuer.')
    defaults.checkIssuer(claims, tenantId, context)
  },
})
