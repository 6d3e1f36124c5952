import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'The issuer chooses the keys and tid passes the list',
  description: 'Two helpers read the tenant, one from iss and one from tid, and nobody compares them.',
  foundBy: [
    'api.issuer.tenant-list.unlisted-issuer-listed-tid',
    'api.issuer.tenant-list.listed-issuer-other-listed-tid',
  ],
} satisfies Defect

export default defectiveApi({
  tenantOf: (claims, context) => {
    context.steps.checkTenantAllowed(String(claims['tid']), context)
    return /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/.exec(String(claims['iss']))?.[0] ?? context.settings.tenantId
  },
  checkTenant: () => {},
})
