import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'The issuer of a key is ignored',
  description: 'Keys of the common endpoint say whose tokens they may sign; a key of one tenant then signs for all.',
  foundBy: ['api.keys.other-tenant-issuer', 'api.issuer.key-of-another-tenant'],
} satisfies Defect

export default defectiveApi({ checkKeyIssuer: () => {} })
