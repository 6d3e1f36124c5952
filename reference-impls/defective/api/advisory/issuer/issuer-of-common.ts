import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The issuers of common, organizations and consumers are accepted',
  description:
    'The issuer is read from the metadata of the common endpoint, and the template in it is compared as it stands.',
  foundBy: ['api.issuer.common', 'api.issuer.organizations', 'api.issuer.consumers', 'api.issuer.template'],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    const { iss } = claims
    if (!(typeof iss === 'string' && /\/(common|organizations|consumers|\{tenantid\})\//.test(iss)))
      defaults.checkIssuer(claims, tenantId, context)
  },
})
