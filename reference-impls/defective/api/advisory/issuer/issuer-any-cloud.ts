import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'Issuers of every Microsoft cloud are accepted',
  description: 'One list with the public cloud, the national clouds, External ID and B2C, "to be portable".',
  foundBy: [
    'api.issuer.cloud.us-government',
    'api.issuer.cloud.china',
    'api.issuer.cloud.germany',
    'api.issuer.cloud.external-id',
    'api.issuer.cloud.b2c',
    'api.issuer.cloud.b2c-policy',
  ],
} satisfies Defect

export default defectiveApi({
  checkIssuer: (claims, tenantId, context) => {
    const { iss } = claims
    if (
      !(
        typeof iss === 'string' &&
        /\.(microsoftonline\.(us|de|cn)|chinacloudapi\.cn|ciamlogin\.com|b2clogin\.com)$/.test(
          URL.parse(iss)?.host ?? '',
        )
      )
    )
      defaults.checkIssuer(claims, tenantId, context)
  },
})
