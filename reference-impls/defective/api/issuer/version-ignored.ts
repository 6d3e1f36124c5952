import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'ver is not checked',
  description: 'The version says which claims mean what; a missing or unknown one is taken for 2.0.',
  foundBy: ['api.issuer.version.missing', 'api.issuer.version.unknown', 'api.issuer.version.number'],
} satisfies Defect

export default defectiveApi({ checkVersion: () => {} })
