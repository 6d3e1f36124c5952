import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The issuer is parsed as a URL first',
  description:
    '`new URL(iss)`: a user name, an upper-case host, a default port, a query or a fragment disappear in the comparison.',
  foundBy: [
    'api.issuer.v2.query',
    'api.issuer.v2.fragment',
    'api.issuer.v2.userinfo',
    'api.issuer.v2.port',
    'api.issuer.v2.white-space',
  ],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    const { iss } = claims
    const ours = [`https://login.microsoftonline.com/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`]
    if (
      !(
        typeof iss === 'string' &&
        ours.some((issuer) => issuer === `${URL.parse(iss)?.origin}${URL.parse(iss)?.pathname}`)
      )
    )
      defaults.checkIssuer(claims, tenantId, context)
  },
})
