import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The list of tenants is not consulted',
  description: 'Everything fits the tenant that the token names, and nobody asks whether that tenant is a customer.',
  foundBy: [
    'api.issuer.tenant-list.unlisted',
    'api.issuer.tenant-list.unlisted-v1',
    'api.issuer.tenant-list.personal-account',
  ],
} satisfies Defect

export default defectiveApi({ checkTenantAllowed: () => {} })
