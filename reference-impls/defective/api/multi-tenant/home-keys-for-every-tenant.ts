import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The keys of the home tenant vouch for every tenant',
  description: 'The keys come from one tenant, the issuer from the token, and the list of tenants is not consulted.',
  foundBy: ['api.issuer.tenant-list.unlisted-shared-key'],
} satisfies Defect

export default defectiveApi({
  tenantOf: (_, { settings }) => settings.tenantId,
  checkIssuer: (claims, _, context) => defaults.checkIssuer(claims, String(claims['tid']), context),
  checkTenant: () => {},
})
