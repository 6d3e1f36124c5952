import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'tid is not compared',
  description: 'The issuer is checked and tid is believed: data are then kept under whatever tenant the token names.',
  foundBy: ['api.issuer.tid.missing', 'api.issuer.tid.not-a-guid', 'api.issuer.tid.not-the-issuers'],
} satisfies Defect

export default defectiveApi({ checkTenant: () => {} })
