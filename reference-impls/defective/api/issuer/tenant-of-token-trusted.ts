import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'

export const defect = {
  title: 'The keys of whatever tenant the token names are used',
  description:
    'The metadata address is built from tid, or the common endpoint is used, and the tenant is not compared with ours afterwards.',
  foundBy: ['api.issuer.other-tenant.own-key', 'api.issuer.other-tenant.personal-account-own-key'],
} satisfies Defect

export default defectiveApi({
  tenantOf: ({ tid }) => {
    if (typeof tid !== 'string' || !/^[\da-f-]{36}$/.test(tid)) throw invalidToken('The token names no tenant.')
    return tid
  },
})
