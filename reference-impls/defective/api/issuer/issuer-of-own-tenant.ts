import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The issuer is compared with the tenant of the token itself',
  description:
    'The `{tenantid}` of the metadata is replaced by the tid of the token: every tenant fits its own issuer, and nobody asks whether it is ours.',
  foundBy: [
    'api.issuer.other-tenant.v2',
    'api.issuer.other-tenant.v1',
    'api.issuer.other-tenant.app-only',
    'api.issuer.other-tenant.guest',
    'api.issuer.other-tenant.personal-account',
  ],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, _, context) => defaults.checkIssuer(claims, String(claims['tid']), context),
  checkTenant: () => {},
})
