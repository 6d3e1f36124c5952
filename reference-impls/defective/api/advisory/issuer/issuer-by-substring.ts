import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The issuer only has to contain ours',
  description: "`iss.includes(tenantId)`: so does the attacker's.",
  foundBy: [
    'api.issuer.v2.host-suffix',
    'api.issuer.v2.host-prefix',
    'api.issuer.v2.host-other',
    'api.issuer.v2.look-alike',
    'api.issuer.v2.query',
    'api.issuer.cloud.us-government',
  ],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    const { iss } = claims
    if (!(typeof iss === 'string' && iss.includes(tenantId))) defaults.checkIssuer(claims, tenantId, context)
  },
})
