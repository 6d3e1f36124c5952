import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'Any issuer on the right host is accepted',
  description: '`new URL(iss).host === "login.microsoftonline.com"`: every tenant in the world has its issuer there.',
  foundBy: ['api.issuer.other-tenant.claims-our-tid', 'api.issuer.common', 'api.issuer.v2.path-added'],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    const { iss } = claims
    if (
      !(
        typeof iss === 'string' && ['login.microsoftonline.com', 'sts.windows.net'].includes(URL.parse(iss)?.host ?? '')
      )
    )
      defaults.checkIssuer(claims, tenantId, context)
  },
})
