import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'

export const defect = {
  title: 'Only the home tenant is accepted',
  description: 'The list is in the settings and the code compares with the home tenant.',
  foundBy: ['api.issuer.tenant-list.listed'],
} satisfies Defect

export default defectiveApi({
  checkTenantAllowed: (tid, { settings }) => {
    if (tid !== settings.tenantId) throw invalidToken('The tenant is not allowed.')
  },
})
