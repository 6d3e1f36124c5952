import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'Users are told apart by oid alone',
  description: 'An oid is unique in its own tenant only, and here any tenant may come.',
  foundBy: ['api.authorization.user-isolation.same-oid-other-tenant'],
} satisfies Defect

export default defectiveApi({ identityOf: (claims) => String(claims['oid']) })
