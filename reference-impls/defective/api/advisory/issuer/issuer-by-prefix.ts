import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The issuer is compared by its beginning',
  description: '`iss.startsWith(authority)`: a path, a query or more of a host name may follow.',
  foundBy: ['api.issuer.v2.path-added', 'api.issuer.v2.query', 'api.issuer.v2.fragment', 'api.issuer.v2.no-version'],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    const { iss } = claims
    const ours = [`https://login.microsoftonline.com/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`]
    if (!(typeof iss === 'string' && ours.some((issuer) => iss.startsWith(issuer.replace(/(\/v2\.0|\/)$/, '')))))
      defaults.checkIssuer(claims, tenantId, context)
  },
})
