import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'

export const defect = {
  title: 'The issuer is compared with the tenant of nobody',
  description:
    '`/login.microsoftonline.com/.test(iss)`: the tenant in the issuer is compared neither with tid nor with the key.',
  foundBy: ['api.issuer.other-tenant.claims-our-tid', 'api.issuer.common', 'api.issuer.template'],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims) => {
    if (!/^https:..(login.microsoftonline.com|sts.windows.net)/.test(String(claims['iss'])))
      throw invalidToken('Wrong issuer.')
  },
})
