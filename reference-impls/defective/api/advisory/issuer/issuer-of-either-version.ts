import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'A v2 token may have the v1 issuer',
  description: "One list of issuers for both versions: a token whose ver and iss disagree is nobody's.",
  foundBy: ['api.issuer.version.v1-issuer-in-v2', 'api.issuer.version.v2-issuer-in-v1'],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    const { iss } = claims
    const ours = [`https://login.microsoftonline.com/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`]
    if (!(typeof iss === 'string' && ours.includes(iss))) defaults.checkIssuer(claims, tenantId, context)
  },
})
